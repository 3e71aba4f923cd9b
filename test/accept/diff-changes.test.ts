// Single changes of the reference spec against what AWS's documentation says that they do.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Document, isNode, parseDocument } from "yaml";
import type { Comparison, ResourceChange, Side } from "#schema/change.ts";
import { compile } from "#src/compile.ts";
import { diff } from "#src/diff.ts";
import { trialOf } from "#src/trial.ts";
import { type Change, CHANGES, type Edit, type Expected } from "./diff/changes.ts";

const REFERENCE = readFileSync(join(import.meta.dirname, "../../spec/sage.yaml"), "utf8");

/** The spec with edits; a text that is the path of something in the spec moves it there. */
function edited(document: Document, edits: readonly Edit[]): Document {
  const result = document.clone();
  for (const [path, value] of edits) {
    const from = typeof value === "string" && value.includes(".") ? document.getIn(value.split("."), true) : undefined;
    if (value === undefined) result.deleteIn(path);
    else result.setIn(path, isNode(from) ? from.clone() : result.createNode(value));
  }
  return result;
}

function compared({ given = [], edits }: Change): Comparison {
  const base = edited(parseDocument(REFERENCE), given);
  const [before, after] = [base, edited(base, edits)].map((one) => compile(String(one), "sage.yaml"));
  if (!before?.model || !after?.model || !after.document)
    throw new Error(`refused: ${JSON.stringify([...(before?.findings ?? []), ...(after?.findings ?? [])])}`);
  const side = ({ model, graphs, document }: typeof before): Side => {
    if (!model) throw new Error("no model");
    return { model, graphs, data: document?.data };
  };
  return diff(side(before), side(after), trialOf(after.document));
}

/** A value that is made when it is asked for, once. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

const environmentsOf = ({ environment }: Expected): readonly string[] =>
  environment === "both" ? ["staging", "production"] : [environment];

const shown = ({ action, effects, refused }: Partial<ResourceChange>): string =>
  [action ?? "untouched", ...(effects ?? []), ...(refused ? ["refused"] : [])].join(" ");

const isHarmless = ({ action, effects }: ResourceChange): boolean =>
  (action === "create" || action === "update") && effects.length === 0;

describe.each(CHANGES)("$name", (change) => {
  const comparison = once(() => compared(change));
  const wanted = change.expected.flatMap((one) =>
    environmentsOf(one).map((name): readonly [string, Expected] => [`${name} ${one.key}`, one]),
  );

  test("does what the documentation says", () => {
    const found = new Map<string, ResourceChange>();
    for (const one of comparison().resources) found.set(`${one.environment} ${one.key}`, one);
    expect(change.source).toMatch(/^https:\/\//);
    const agreed = wanted.map(
      ([place, one]) => `${place}: ${shown({ ...one, refused: undefined } as never)}${one.refused ? " refused" : ""}`,
    );
    expect(wanted.map(([place]) => `${place}: ${shown(found.get(place) ?? {})}`)).toEqual(agreed);
    const listed = new Set<string>(wanted.map(([place]) => place));
    const others = [...found].filter(([place]) => !listed.has(place));
    if (change.others === "nothing") expect(others.map(([place, one]) => `${place}: ${shown(one)}`)).toEqual([]);
    if (change.others === undefined || change.others === "harmless")
      expect(others.filter(([, one]) => !isHarmless(one)).map(([place, one]) => `${place}: ${shown(one)}`)).toEqual([]);
  });

  test("names for each consequence a change of the spec that was made", () => {
    const made = new Set(comparison().spec.map(({ path }) => JSON.stringify(path)));
    const lost = comparison().resources.flatMap(({ environment, key, because }) => {
      const strange = because.filter(({ path }) => !made.has(JSON.stringify(path)));
      return because.length === 0 || strange.length > 0 ? [`${environment} ${key}: ${JSON.stringify(because)}`] : [];
    });
    expect(lost).toEqual([]);
  });
});

test("covers every section of the spec", () => {
  const sections = new Set(CHANGES.flatMap(({ edits }) => edits.map(([path]) => String(path[0]))));
  const document = parseDocument(REFERENCE).toJS() as Readonly<Record<string, unknown>>;
  expect(Object.keys(document).filter((key) => key !== "version" && !sections.has(key))).toEqual([]);
  expect(CHANGES.length).toBeGreaterThan(40);
});
