// Document to Spec: shape and scalar types by zod, no unknown key, no secret's value.
import type * as z from "zod";
import { codeOf, valuesOf } from "#schema/coded.ts";
import { isPlainMap, withoutExtensions } from "#schema/data.ts";
import type { Document } from "#schema/document.ts";
import type { Finding, Outcome } from "#schema/finding.ts";
import type { Path } from "#schema/path.ts";
import { type Spec, specSchema } from "#schema/spec.ts";
import { type Loss, repair } from "./check/repair.ts";
import { secretValues } from "./check/secret-values.ts";
import { keysAt, parentsOf } from "./check/vocabulary.ts";
import { nearest } from "#schema/nearest.ts";

/** What check gives: the spec with its defaults, and the places that it had to leave out because their shape is wrong. */
export interface Checked {
  readonly spec: Spec;
  readonly lost: readonly Path[];
}

/** A repair can uncover a fault below it, but not many in a row. */
const REPAIRS = 4;

/** Checks the shape of a spec. What is wrong in places still gives a spec of the rest, so that resolve can judge that. */
export function check(document: Document): Outcome<Checked> {
  const leaks = secretValues(document);
  if (!isPlainMap(document.data)) {
    return { value: undefined, findings: [...leaks, wrongType([], document.data, "a map of keys", document)] };
  }
  let data = withoutExtensions(document.data) as Record<string, unknown>;
  const findings = [...leaks];
  const lost: Path[] = [];
  for (let round = 0; round < REPAIRS; round++) {
    const result = specSchema.safeParse(data, { reportInput: true });
    if (result.success) return { value: { spec: result.data, lost }, findings };
    findings.push(...result.error.issues.flatMap((issue) => toFindings(issue, document)));
    const repaired = repair(data, result.error.issues.flatMap(toLosses));
    data = repaired.data;
    lost.push(...repaired.lost);
  }
  return { value: undefined, findings };
}

function toLosses(issue: Issue): Loss[] {
  const path = issue.path.filter((key) => typeof key !== "symbol");
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => ({ path: [...path, key], missing: false }));
  return [{ path, missing: issue.input === undefined && issue.code !== "custom" && issue.code !== "invalid_key" }];
}

type Issue = z.core.$ZodIssue;

function toFindings(issue: Issue, document: Document): Finding[] {
  const path = issue.path.filter((key) => typeof key !== "symbol");
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey([...path, key]));
  if (issue.code === "invalid_key") return issue.issues.slice(0, 1).map((inner) => badKey(path, inner));
  const code = codeOf(issue.message);
  if (issue.input === undefined && issue.code !== "custom") return [missingKey(path)];
  if (code !== undefined) return [codedFinding(code, path, issue)];
  if (issue.code === "invalid_value") return [wrongValue(path, issue, document)];
  if (issue.code === "invalid_type") return [wrongType(path, issue.input, expectedWords(issue.expected), document)];
  if (issue.code === "invalid_union") return [wrongType(path, issue.input, "a text or a number", document)];
  return [{ code: "spec/wrong-value", path, values: { got: show(issue.input), form: issue.message, key: last(path) } }];
}

function codedFinding(code: Finding["code"], path: Path, issue: Issue): Finding {
  const values: Record<string, string> = { ...valuesOf(issue.message), got: show(issue.input), key: last(path) };
  return { code, path, values };
}

function badKey(path: Path, inner: Issue): Finding {
  const code = codeOf(inner.message) ?? "name/invalid";
  return { code, path, at: "key", values: { ...valuesOf(inner.message), got: show(last(path)), key: last(path) } };
}

function missingKey(path: Path): Finding {
  const parent = path.slice(0, -1);
  const examples = Object.entries(EXAMPLES).find(([key]) => key === last(path))?.[1] ?? "…";
  return {
    code: "spec/missing-key",
    path: parent,
    at: "key",
    values: { key: last(path), parent: parent.join("."), example: examples },
  };
}

/** What a missing key may look like. */
const EXAMPLES: Readonly<Record<string, string>> = {
  version: "1",
  project: "shop",
  region: "eu-central-1",
  services: "{ web: { port: 3000 } }",
  description: "what it is for",
  bucket: "shop-backups",
  repository: "octo-org/shop",
};

function unknownKey(path: Path): Finding {
  const key = last(path);
  const parent = path.slice(0, -1);
  const inEnvironment = path[0] === "environments" && path.length > 2;
  const near = nearest(key, keysAt(parent)) ?? "";
  const elsewhere = near === "" ? parentsOf(key, path) : "";
  return {
    code: inEnvironment ? "environment/unknown-key" : "spec/unknown-key",
    path,
    at: "key",
    values: { key, parent: parent.join(".") || "the spec", near, elsewhere, known: keysAt(parent).join(", ") },
  };
}

function wrongValue(path: Path, issue: Issue & { code: "invalid_value" }, document: Document): Finding {
  const choices = issue.values.map(String);
  if (path.length === 1 && path[0] === "version" && typeof issue.input === "number") {
    return {
      code: "version/unsupported",
      path,
      values: { what: "the language", got: show(issue.input), known: choices.join(", "), near: "" },
    };
  }
  if (typeof issue.input !== typeof issue.values[0])
    return wrongType(path, issue.input, choices.map((choice) => `\`${choice}\``).join(" or "), document);
  const near = typeof issue.input === "string" ? (nearest(issue.input, choices) ?? "") : "";
  return {
    code: "spec/wrong-value",
    path,
    values: { got: show(issue.input), form: `one of ${choices.join(", ")}`, near, key: last(path) },
  };
}

function wrongType(path: Path, input: unknown, expected: string, document: Document): Finding {
  const raw = typeof input === "number" ? asWritten(input, path, document) : show(input);
  const got = typeof input === "number" ? `the number ${raw}` : kind(input);
  return { code: "spec/wrong-type", path, values: { got, raw, expected, key: last(path) } };
}

/** A number as it stands in the spec: `012345678901` has lost its zero by the time that it is a number. */
function asWritten(input: number, path: Path, document: Document): string {
  const text = document.text.slice(...document.locate(path, "value"));
  return /^[-+.\d]/.test(text) ? show(text) : String(input);
}

function expectedWords(expected: string): string {
  const words: Readonly<Record<string, string>> = {
    string: "a text",
    number: "a number",
    int: "a whole number",
    boolean: "`true` or `false`",
    object: "a map of keys",
    record: "a map of names",
    array: "a list",
  };
  return words[expected] ?? expected;
}

function kind(input: unknown): string {
  if (input === null) return "nothing";
  if (Array.isArray(input)) return "a list";
  if (typeof input === "object") return "a map";
  if (typeof input === "string") return "a text";
  return `\`${String(input)}\``;
}

/** A value as the reader wrote it, shortened: findings quote, they don't flood. */
function show(input: unknown): string {
  const text = typeof input === "string" ? input : (JSON.stringify(input) ?? "nothing");
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function last(path: Path): string {
  return String(path[path.length - 1] ?? "the spec");
}
