// Two lists of lines about an environment, and what one has that the other has not.
import type { Surface } from "#schema/change.ts";
import { byText } from "#schema/order.ts";

/** What is gained and lost; undefined where nothing is. */
export function surface(environment: string, base: readonly string[], head: readonly string[]): Surface | undefined {
  const [before, after] = [new Set(base), new Set(head)];
  const added = [...after].filter((line) => !before.has(line)).sort(byText);
  const removed = [...before].filter((line) => !after.has(line)).sort(byText);
  return added.length + removed.length === 0 ? undefined : { environment, added, removed };
}
