// The words of a Dockerfile: https://docs.docker.com/reference/dockerfile/
import { fault } from "./literal.ts";
import { comment, headerIn, number, ofForm, ofText } from "./helper.ts";

// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f]/;

/** A text in double quotes for `ENV`, `ARG` and `LABEL`, with nothing left to expand. */
export function quoteDockerfile(text: string): string {
  if (CONTROL.test(text)) return fault("a Dockerfile's value is one line without control characters");
  return `"${text.replace(/["\\$]/g, "\\$&")}"`;
}

export const DOCKERFILE = {
  header: headerIn("#"),
  comment,
  number,
  quote: ofText(quoteDockerfile),
  /** An element of the exec form, which is JSON and no shell. */
  string: ofText((text) => JSON.stringify(text)),
  word: ofForm(/^[A-Za-z0-9._/:@%+=,~-]+$/, "bare word of a Dockerfile"),
};
