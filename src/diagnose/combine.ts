// The changes that several causes ask for, as one: what two of them want differently is a conflict.
import { withValue } from "#schema/data.ts";
import type { Operation } from "#schema/model.ts";
import { isMap, type Value } from "#schema/value.ts";
import { put } from "./change.ts";

/** A patch, and the cause that it is for. */
export interface Wish {
  readonly code: string;
  readonly patch: readonly Operation[];
}

/** One patch for all, or the two causes that want different things of one key. */
export type Combined =
  { readonly patch: readonly Operation[] } | { readonly conflict: readonly [string, string, string] };

/** Combines patches on the same spec. */
export function combine(wishes: readonly Wish[], data: unknown): Combined {
  const wanted = new Map<string, { code: string; path: readonly string[]; value: Value }>();
  for (const { code, patch } of wishes) {
    for (const { path, value } of patch.flatMap(leaves)) {
      const key = JSON.stringify(path);
      const other = wanted.get(key);
      if (other && JSON.stringify(other.value) !== JSON.stringify(value))
        return { conflict: [other.code, code, path.join(".")] };
      wanted.set(key, { code, path, value });
    }
  }
  let now = data;
  const patch: Operation[] = [];
  for (const { path, value } of wanted.values()) {
    const operation = put(now, path, value);
    patch.push(operation);
    now = withValue(now, operation.path, operation.value);
  }
  return { patch };
}

/** An added map as what is in it. */
function leaves({ path, value }: Operation): readonly { readonly path: readonly string[]; readonly value: Value }[] {
  if (!isMap(value)) return [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) => leaves({ op: "add", path: [...path, key], value: inner }));
}
