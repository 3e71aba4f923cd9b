// Overrides as the spec has them: one target each, in environments that there are, with values that are plain data.
import type { Operation, Override } from "#schema/model.ts";
import { nearest } from "#schema/nearest.ts";
import { sortedEntries } from "#schema/order.ts";
import type { Path } from "#schema/path.ts";
import type { Spec } from "#schema/spec.ts";
import type { Value } from "#schema/value.ts";
import type { Context, Reporter } from "./context.ts";
import { wrong } from "./stores.ts";

type OverrideSpec = Spec["overrides"][string];

/** The overrides by name. Reports one with no target or with two, unknown environments, and values of no shape. */
export function overrides(to: Reporter, spec: Spec, contexts: readonly Context[]): readonly Override[] {
  return sortedEntries(spec.overrides).map(([name, one]) => {
    const path = ["overrides", name];
    const patch = one.patch.map((operation, index) => operationOf(to, operation, [...path, "patch", index]));
    environmentsExist(to, name, one, contexts);
    return { name, target: targetOf(to, one, path), reason: one.reason, patch };
  });
}

function targetOf(to: Reporter, { on, file, environments }: OverrideSpec, path: Path): Override["target"] {
  if (on === undefined && file === undefined) {
    to.report("spec/missing-key", path, { key: "on", parent: String(path[1]), example: "api-task" }, { at: "key" });
  }
  if (on !== undefined && file !== undefined)
    wrong(to, [...path, "file"], file, "either `on` or `file`, not both", "file");
  if (on === undefined && environments !== undefined) {
    wrong(to, [...path, "environments"], "environments", "no environments: a file is the same in all", "environments");
  }
  return on === undefined ? { kind: "file", path: file ?? "" } : { kind: "resource", key: on, environments };
}

function environmentsExist(to: Reporter, name: string, one: OverrideSpec, contexts: readonly Context[]): void {
  const known = contexts.map((context) => context.name);
  for (const [index, target] of (one.environments ?? []).entries()) {
    if (known.includes(target)) continue;
    const problem = "no environment is called";
    const values = {
      name,
      target,
      problem,
      near: nearest(target, known) ?? "",
      help: `the environments: ${known.join(", ")}`,
    };
    to.report("override/unknown-target", ["overrides", name, "environments", index], values);
  }
}

function operationOf(to: Reporter, { op, path, value }: OverrideSpec["patch"][number], at: Path): Operation {
  if (op !== "remove" && value === undefined) {
    to.report(
      "spec/missing-key",
      at,
      { key: "value", parent: `patch[${String(at[3])}]`, example: "1024" },
      { at: "key" },
    );
  }
  if (op === "remove" && value !== undefined)
    wrong(to, [...at, "value"], "value", "no value: `remove` takes none", "value");
  const steps = path.split("/").slice(1);
  const own = steps.find((step) => OWN_KEYS.includes(step));
  if (own !== undefined) wrong(to, [...at, "path"], path, `a path without \`${own}\``, "path");
  return {
    op,
    path: steps.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~")),
    value: plain(to, value, at),
  };
}

/** YAML reads keys of a thousand characters at most, and an escape takes up to six. */
const LONGEST_KEY = 128;

/** `$` is how the tool marks code, and the other would be no key of an object in a program. */
const OWN_KEYS = ["$", "__proto__"];

/** A value as plain data with its keys sorted. */
function plain(to: Reporter, value: unknown, at: Path): Value {
  if (Array.isArray(value)) return value.map((item: unknown) => plain(to, item, at));
  if (typeof value === "object" && value !== null) {
    const map = value as Readonly<Record<string, unknown>>;
    const own = OWN_KEYS.find((key) => Object.hasOwn(map, key));
    if (own !== undefined) wrong(to, [...at, "value"], own, `another key than \`${own}\``, "value");
    const long = Object.keys(map).find((key) => key.length > LONGEST_KEY);
    if (long !== undefined)
      wrong(to, [...at, "value"], `${long.slice(0, 40)}…`, `keys of at most ${LONGEST_KEY} characters`, "value");
    brokenText(to, Object.keys(map), at);
    return Object.fromEntries(
      sortedEntries(map)
        .filter(([key]) => !OWN_KEYS.includes(key))
        .map(([key, inner]) => [key, plain(to, inner, at)]),
    );
  }
  if (typeof value === "string") brokenText(to, [value], at);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}

/** Half of a character can be said by an escape, and no file can hold it. */
function brokenText(to: Reporter, texts: readonly string[], at: Path): void {
  const broken = texts.find((text) => /[\ud800-\udfff]/u.test(text));
  if (broken !== undefined) wrong(to, [...at, "value"], broken, "a text of whole characters", "value");
}
