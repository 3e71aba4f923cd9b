// Files of plain lines: `.dockerignore` and `.env.example`.
import { fault } from "./literal.ts";
import { comment, headerIn, number, ofText } from "./helper.ts";

// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/;

/** A text that stays on its line as it is. */
export const checkLine = (text: string): string =>
  CONTROL.test(text) ? fault(`${JSON.stringify(text)} is more than one line of text`) : text;

export const LINES = { header: headerIn("#"), comment, number, line: ofText(checkLine) };
