// The scalars of the spec: texts with a form, and quantities with a unit. A scalar's error is a code of the
// catalogue, so that the check stage needs no second list of what went wrong.
import * as z from "zod";
import { EXAMPLES, PATTERNS, type Quantity } from "./units.ts";

// Zod compiles its parsers by `new Function` unless it was told not to before the schemas are made: a run of one spec
// is over before that pays.
z.config({ jitless: true });

/** What is told of each key. Zod's `meta` makes a schema a second time to say it: it is for those that several keys share. */
export const told = z.globalRegistry;

/** Marks an issue as carrying a code of the catalogue and the values for its words. */
export const CODED = "sage:";

/** The message of a zod issue that carries a code: `sage:code|key=value`. */
export function coded(code: string, values: Readonly<Record<string, string>> = {}): string {
  return CODED + JSON.stringify([code, values]);
}

const QUANTITY_DESCRIPTIONS: Readonly<Record<Quantity, string>> = {
  duration: "A duration: `500ms`, `30s`, `5m`, `1h`, `7d`.",
  size: "A size: `512MiB` and `20GiB` in powers of 1024, `200MB` in powers of 1000.",
  share: "A share in percent: `80%`.",
};

/** A description with the forms of its quantity, before what holds where it is left out. */
function withUnit(description: string, kind: Quantity): string {
  const [meaning = "", ...otherwise] = description.split(/(?= Left out)/);
  return [meaning, ` ${QUANTITY_DESCRIPTIONS[kind]}`, ...otherwise].join("");
}

function quantity(kind: Quantity) {
  const error = coded("spec/unit", { quantity: kind });
  return z.string({ error }).regex(PATTERNS[kind], { error });
}

/** `500ms 30s 5m 1h 7d`. */
export const duration = (description: string) =>
  quantity("duration").register(told, {
    description: withUnit(description, "duration"),
    examples: [...EXAMPLES.duration],
  });
/** `512MiB 20GiB 200MB`. */
export const size = (description: string) =>
  quantity("size").register(told, { description: withUnit(description, "size"), examples: [...EXAMPLES.size] });
/** `80%`. */
export const share = (description: string) =>
  quantity("share").register(told, {
    description: withUnit(description, "share"),
    examples: [...EXAMPLES.share],
  });

/** A text of a form; what breaks the form is `code`, and `form` says in words what is right. */
export const text = (description: string, pattern: RegExp, form: string, code = "spec/wrong-value") =>
  z
    .string()
    .regex(pattern, { error: coded(code, { form }) })
    .register(told, { description });

/** A text of any form: one line, no control characters, no half of a character (which no file can hold). */
export const line = (description: string, max = 1024) =>
  z
    .string()
    .max(max, { error: coded("name/too-long", { limit: String(max), what: "text" }) })
    // oxlint-disable-next-line no-control-regex
    .regex(/^[^\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]*$/u, {
      error: coded("spec/wrong-value", {
        form: "one line of text without control characters and halves of characters",
      }),
    })
    .register(told, { description });

/** A whole number between two others. */
export const count = (description: string, min: number, max: number) =>
  z
    .int({
      error: (issue) =>
        typeof issue.input === "number"
          ? coded("spec/wrong-value", { form: `a whole number from ${min} to ${max}` })
          : undefined,
    })
    .min(min, { error: coded("spec/wrong-value", { form: `a whole number from ${min} to ${max}` }) })
    .max(max, { error: coded("spec/wrong-value", { form: `a whole number from ${min} to ${max}` }) })
    .register(told, { description });

/** Names of services and environments: they become parts of DNS names and of AWS's names. */
export const kebabName = text(
  "A name: lower-case letters, digits and single hyphens, beginning with a letter.",
  /^(?!.{101})[a-z](?:[a-z0-9]|-(?=[a-z0-9]))*$/,
  "lower-case letters, digits and single hyphens, beginning with a letter, as `web-api`",
  "name/invalid",
);

/** Names of secrets, channels, alarms and cached things. */
export const camelName = text(
  "A name: letters and digits, beginning with a lower-case letter.",
  /^[a-z][A-Za-z0-9]{0,254}$/,
  "letters and digits, beginning with a lower-case letter, as `marketPrice`",
  "name/invalid",
);

/** Names of environment variables. */
export const variableName = text(
  "The name of an environment variable.",
  /^[A-Za-z_][A-Za-z0-9_]{0,254}$/,
  "letters, digits and underscores, beginning with a letter, as `LOG_LEVEL`",
  "name/invalid",
);
