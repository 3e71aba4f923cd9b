// One order for names that several lists hold, each in its own: everything keeps the place it has in its list.

/**
 * The union of lists of distinct names, each name behind those that it follows in a list. Where lists contradict each
 * other, an earlier list wins.
 */
export function united(lists: readonly (readonly string[])[]): readonly string[] {
  const longest = lists.reduce((most, list) => (list.length > most.length ? list : most), lists[0] ?? []);
  if (lists.every((list) => list === longest || keepsOrder(longest, list))) return longest;
  const before = new Map<string, string[]>();
  for (const list of lists) {
    list.forEach((name, index) => {
      const previous = list[index - 1];
      const known = before.get(name);
      if (previous !== undefined && known) known.push(previous);
      else if (!known) before.set(name, previous === undefined ? [] : [previous]);
    });
  }
  const union = new Set<string>();
  const open = new Set<string>();
  const visit = (name: string): void => {
    if (union.has(name) || open.has(name)) return;
    open.add(name);
    (before.get(name) ?? []).forEach(visit);
    union.add(name);
  };
  for (const list of lists) list.forEach(visit);
  return [...union];
}

/** Whether names stand in a union in the order that they have in a list. */
export function keepsOrder(union: readonly string[], list: readonly string[]): boolean {
  let found = 0;
  for (let index = 0; index < union.length; index += 1) if (union[index] === list[found]) found += 1;
  return found === list.length;
}

/** The names such that each stands after those it needs, otherwise in the order given. Throws on a circle. */
export function inNeedOrder(names: readonly string[], needs: (name: string) => Iterable<string>): readonly string[] {
  const done = new Set<string>();
  const open = new Set<string>();
  const visit = (name: string): void => {
    if (done.has(name)) return;
    if (open.has(name)) throw new Error(`${name} needs itself: ${[...open].join(" → ")}`);
    open.add(name);
    for (const need of needs(name)) visit(need);
    open.delete(name);
    done.add(name);
  };
  names.forEach(visit);
  return [...done];
}
