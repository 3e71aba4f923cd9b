// A JSON Patch on values: what is said about them (where they come from, why) stays with what is not replaced, and a
// JSON text is entered like the value that it holds. https://www.rfc-editor.org/rfc/rfc6902
import type { Operation } from "#schema/model.ts";
import type { Path } from "#schema/path.ts";
import { bare, from, isMap, isTag, type Value } from "#schema/value.ts";

/** The value after the operation, or why it does not fit. `origin` is where the values that it puts in come from. */
export type Patched = { readonly value: Value } | { readonly problem: string };

/** Applies one operation. */
export function applied(value: Value, { op, path, value: given }: Operation, origin: Path): Patched {
  return descend(value, path, [], (container, step, at) => {
    const there = childOf(container, step);
    const needed = op !== "add";
    if (there === undefined && needed) return { problem: `there is no ${pointer([...at, step])}` };
    switch (op) {
      case "test":
        return tested(container, there ?? null, given, pointer([...at, step]));
      case "remove":
        return { value: at.length === 0 ? without(container, step) : from(origin, without(container, step)) };
      case "replace":
        return { value: withChild(container, step, from(origin, given)) };
      case "add":
        return added(container, step, from(origin, given), pointer([...at, step]));
    }
  });
}

/** Goes down to the container of the last step, and puts what becomes of it back in place all the way up. */
function descend(
  value: Value,
  path: readonly string[],
  way: readonly string[],
  act: (container: Value, step: string, at: readonly string[]) => Patched,
): Patched {
  if (isTag(value) && (value.$ === "from" || value.$ === "note" || value.$ === "json")) {
    const inner = descend(value.value, path, way, act);
    return "problem" in inner ? inner : { value: { ...value, value: inner.value } };
  }
  const [step = "", ...rest] = path;
  if (!isMap(value) && !isList(value)) {
    const what = isTag(value) ? "is known only when the program runs" : "holds one value, and nothing below it";
    return { problem: `${pointer(way)} ${what}` };
  }
  if (rest.length === 0) return act(value, step, way);
  const child = childOf(value, step);
  if (child === undefined) return { problem: `there is no ${pointer([...way, step])}` };
  const inner = descend(child, rest, [...way, step], act);
  return "problem" in inner ? inner : { value: withChild(value, step, inner.value) };
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
const INDEX = /^(?:0|[1-9]\d*)$/;

function childOf(container: Value, step: string): Value | undefined {
  if (isList(container)) return INDEX.test(step) ? container[Number(step)] : undefined;
  return isMap(container) && Object.hasOwn(container, step) ? container[step] : undefined;
}

function withChild(container: Value, step: string, child: Value): Value {
  if (isList(container)) return container.with(Number(step), child);
  if (!isMap(container)) return child;
  return { ...container, [step]: child };
}

function without(container: Value, step: string): Value {
  if (isList(container)) return container.toSpliced(Number(step), 1);
  return isMap(container) ? Object.fromEntries(Object.entries(container).filter(([key]) => key !== step)) : container;
}

function added(container: Value, step: string, child: Value, name: string): Patched {
  if (!isList(container)) return { value: withChild(container, step, child) };
  const index = step === "-" ? container.length : INDEX.test(step) ? Number(step) : Number.NaN;
  if (!(index <= container.length)) return { problem: `there is no ${name}` };
  return { value: container.toSpliced(index, 0, child) };
}

function tested(container: Value, there: Value, expected: Value, name: string): Patched {
  const found = plainText(there);
  if (found === undefined) return { problem: `${name} is known only when the program runs` };
  return found === plainText(expected) ? { value: container } : { problem: `${name} is ${found}` };
}

/** A value as text, by which equal ones are known; undefined where it holds what is known later. */
function plainText(value: Value): string | undefined {
  const plain = plainOf(value);
  return plain === undefined ? undefined : JSON.stringify(plain);
}

function plainOf(given: Value): unknown {
  const value = bare(given);
  if (isTag(value)) return value.$ === "json" ? plainOf(value.value) : undefined;
  if (isList(value)) return allOf(value.map(plainOf));
  if (!isMap(value)) return value;
  const keys = Object.keys(value).toSorted();
  const inner = allOf(keys.map((key) => plainOf(value[key] ?? null)));
  return inner && Object.fromEntries(keys.map((key, index) => [key, inner[index]]));
}

const allOf = (list: readonly unknown[]): readonly unknown[] | undefined =>
  list.includes(undefined) ? undefined : list;

/** A JSON Pointer. */
const pointer = (path: readonly string[]): string =>
  path.length === 0 ? "the whole" : path.map((step) => `/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
