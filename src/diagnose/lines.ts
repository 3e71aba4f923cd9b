// A stream of text to lines, in bounded memory: a line that is too long comes in pieces.

/** The longest piece of a line that is looked at as one. */
export const LONGEST = 65536;

/** Takes text as it comes; every line without its end, numbered from 1. */
export interface Splitter {
  feed(text: string): void;
  /** The last line, where the text does not end with one's end. Gives the number of lines. */
  end(): number;
}

/** Splits at LF and CRLF. */
export function splitter(take: (line: string, number: number) => void): Splitter {
  let rest = "";
  let number = 0;
  const pieces = (line: string): void => {
    const text = line.endsWith("\r") ? line.slice(0, -1) : line;
    if (text.length <= LONGEST) return take(text, number);
    for (let at = 0; at < text.length; at += LONGEST) take(text.slice(at, at + LONGEST), number);
  };
  return {
    feed(text) {
      let at = 0;
      for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", at)) {
        number++;
        pieces(rest === "" ? text.slice(at, end) : rest + text.slice(at, end));
        rest = "";
        at = end + 1;
      }
      rest += text.slice(at);
      if (rest.length < LONGEST) return;
      // The line goes on: what is there is looked at now, under the number that the line will have.
      number++;
      pieces(rest);
      number--;
      rest = "";
    },
    end() {
      if (rest !== "") {
        number++;
        pieces(rest);
      }
      rest = "";
      return number;
    },
  };
}
