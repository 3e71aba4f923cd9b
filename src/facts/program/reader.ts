// Walks over a module's tokens: what comes next, and what has to.
import { unreadable } from "../unreadable.ts";
import type { Token } from "./tokens.ts";

/** The tokens of a file, taken one by one. */
export interface Reader {
  readonly file: string;
  peek(): Token;
  next(): Token;
  isEnd(): boolean;
  /** Takes the sign if it comes next. */
  sign(text: string): boolean;
  word(text: string): boolean;
  need(sign: string): void;
  name(): string;
  fault(): Error;
}

/** A reader at the first token. */
export function readerOf(file: string, tokens: readonly Token[]): Reader {
  let at = 0;
  const peek = (): Token => tokens[at] ?? { kind: "end", text: "", line: 0 };
  const fault = (): Error => unreadable({ file, line: peek().line }, `\`${peek().text}\` is not expected here`);
  const takeIf = (kind: Token["kind"], text: string): boolean => {
    const fits = peek().kind === kind && peek().text === text;
    if (fits) at += 1;
    return fits;
  };
  return {
    file,
    peek,
    fault,
    next: () => tokens[at++] ?? peek(),
    isEnd: () => peek().kind === "end",
    sign: (text) => takeIf("sign", text),
    word: (text) => takeIf("word", text),
    need(sign) {
      if (!takeIf("sign", sign)) throw fault();
    },
    name() {
      if (peek().kind !== "word") throw fault();
      return tokens[at++]?.text ?? "";
    },
  };
}
