// How helpers are made: each takes one checked value, and gives text of its language with where it came from.
import type { Origin } from "#schema/draft.ts";
import type { Path } from "#schema/path.ts";
import { headerText, oneLine } from "./comment.ts";
import { fault, kindOf, peel, textOf } from "./literal.ts";
import type { Helper, Place, Printed } from "./page.ts";

/** Text of one line or more, all of it from these paths. */
export function printed(text: string, paths: readonly Path[]): Printed {
  const origins = paths.length === 0 ? NO_ORIGINS : paths.map((path) => ({ line: 1, path }));
  return { text, origins };
}

const NO_ORIGINS: readonly Origin[] = [];

/** The only argument of a helper. */
export function only(values: readonly unknown[]): unknown {
  return values.length === 1 ? values[0] : fault(`wants one argument, got ${values.length}`);
}

/** A helper of a text. */
export function ofText(say: (text: string, place: Place) => string): Helper {
  return (values, place) => {
    const paths: Path[] = [];
    const text = textOf(only(values), paths);
    return printed(say(text, place), paths);
  };
}

/** A helper that writes a text as it is where it has the form, and refuses it otherwise. */
export const ofForm = (form: Pick<RegExp, "test">, what: string): Helper =>
  ofText((text) => (form.test(text) ? text : fault(`${JSON.stringify(text)} is no ${what}`)));

/** A finite number, in digits that every language of ours reads. */
export const number: Helper = (values) => {
  const paths: Path[] = [];
  const value = peel(only(values), paths);
  if (typeof value !== "number" || !Number.isFinite(value)) return fault(`wants a number, got ${kindOf(value)}`);
  return printed(String(value), paths);
};

/** `true` or `false`. */
export const boolean: Helper = (values) => {
  const paths: Path[] = [];
  const value = peel(only(values), paths);
  return typeof value === "boolean" ? printed(String(value), paths) : fault(`wants a boolean, got ${kindOf(value)}`);
};

/** The DO NOT EDIT line, between a comment's signs. */
export const headerIn =
  (open: string, close = ""): Helper =>
  (values, place) =>
    values.length === 0 ? printed(`${open} ${headerText(place.source)}${close}`, []) : fault("wants no argument");

/** Text as the rest of a comment's line. */
export const comment: Helper = ofText(oneLine);
