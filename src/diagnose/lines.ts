// A stream of text to lines, in bounded memory: a line that is too long comes in pieces.

/** The longest piece of a line that is looked at as one. */
export const LONGEST = 65536;

/** Takes text as it comes; every line without its end, numbered from 1. */
export interface Splitter {
  feed(text: string): void;
  /** The last line, where the text does not end with one's end. Gives the number of lines. */
  end(): number;
}

/** Splits at LF and CRLF. Pieces of a long line are cut at the same places however the text comes. */
export function splitter(take: (line: string, number: number) => void): Splitter {
  let rest = "";
  let number = 1;
  /** The line has begun: a piece of it was taken. */
  let begun = false;
  const cut = (text: string): string => {
    let at = 0;
    for (; text.length - at > LONGEST; at += LONGEST) take(text.slice(at, at + LONGEST), number);
    if (at > 0) begun = true;
    return at > 0 ? text.slice(at) : text;
  };
  const finish = (text: string): void => {
    const last = cut(text);
    take(last.endsWith("\r") ? last.slice(0, -1) : last, number);
    number++;
    begun = false;
  };
  return {
    feed(text) {
      let at = 0;
      for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", at)) {
        finish(rest === "" ? text.slice(at, end) : rest + text.slice(at, end));
        rest = "";
        at = end + 1;
      }
      rest = cut(rest + text.slice(at));
    },
    end() {
      if (rest !== "" || begun) finish(rest);
      rest = "";
      return number - 1;
    },
  };
}
