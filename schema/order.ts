// The one order of names: by code unit, so that it is the same in every locale and on every machine.

/** Compares two strings by code unit (`localeCompare` depends on the machine's locale and loads ICU). */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The entries of a map in the order of their names. */
export function sortedEntries<V>(map: Readonly<Record<string, V>> | undefined): [string, V][] {
  if (map === undefined) return [];
  // By the names alone: to compare entries takes two iterators each time.
  const entries: [string, V][] = [];
  for (const name of Object.keys(map).sort()) entries.push([name, map[name] as V]);
  return entries;
}
