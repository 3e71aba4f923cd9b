// The words of a TypeScript module, with their lines: as much of the language as the program is written in.
import { unreadable } from "../unreadable.ts";

/** A word, a literal, or a sign; a template's text is its source between the backticks. */
export interface Token {
  readonly kind: "word" | "text" | "number" | "template" | "sign" | "end";
  readonly text: string;
  readonly line: number;
}

const SPACE = /(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const WORD = /[A-Za-z_$][\w$]*/y;
const NUMBER = /\d[\d_]*(?:\.\d+)?/y;
const TEXT = /"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'/y;
const SIGN = /\.\.\.|===|!==|\?\?|&&|\|\||[-{}()[\]<>,;:?.=!*]/y;

/** The tokens of a source; `first` is the line that it begins on. Throws `Unreadable`. */
export function tokensOf(file: string, source: string, first = 1): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = first;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match) {
      at += match[0].length;
      line += match[0].split("\n").length - 1;
    }
    return match;
  };
  while (at < source.length) {
    if (take(SPACE)) continue;
    const begin = { file, line };
    const word = take(WORD);
    const number = word ? null : take(NUMBER);
    const text = word || number ? null : take(TEXT);
    if (word) tokens.push({ kind: "word", text: word[0], line: begin.line });
    else if (number) tokens.push({ kind: "number", text: number[0].replaceAll("_", ""), line: begin.line });
    else if (text) tokens.push({ kind: "text", text: unescaped(text[1] ?? text[2] ?? ""), line: begin.line });
    else if (source[at] === "`") {
      const end = endOfTemplate(source, at + 1);
      if (end === -1) throw unreadable(begin, "a template literal is never closed");
      tokens.push({ kind: "template", text: source.slice(at + 1, end), line: begin.line });
      line += source.slice(at, end).split("\n").length - 1;
      at = end + 1;
    } else {
      const sign = take(SIGN);
      if (!sign) throw unreadable(begin, `\`${source[at] ?? ""}\` is not expected here`);
      tokens.push({ kind: "sign", text: sign[0], line: begin.line });
    }
  }
  return [...tokens, { kind: "end", text: "", line }];
}

/** The offset of the backtick that closes a template literal, or -1. */
function endOfTemplate(source: string, begin: number): number {
  let depth = 0;
  for (let at = begin; at < source.length; at += 1) {
    const character = source[at];
    if (character === "\\") at += 1;
    else if (source.startsWith("${", at)) depth += 1;
    else if (character === "}" && depth > 0) depth -= 1;
    else if (character === "`" && depth === 0) return at;
  }
  return -1;
}

/** A literal's text with its escapes resolved. */
export function unescaped(text: string): string {
  const known: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", v: "\v", "0": "\0" };
  return text.replace(/\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))/g, (_, a, b, c, d) => {
    const code = (a ?? b ?? c) as string | undefined;
    return code === undefined ? (known[d as string] ?? (d as string)) : String.fromCodePoint(Number.parseInt(code, 16));
  });
}
