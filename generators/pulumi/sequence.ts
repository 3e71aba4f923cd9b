// One order for names that several lists hold, each in its own: everything keeps the place it has in its list.

/** The union of lists of distinct names: each new name goes behind the one that it follows in its own list. */
export function united(lists: readonly (readonly string[])[]): readonly string[] {
  const union: string[] = [];
  for (const list of lists) {
    let place = 0;
    for (const name of list) {
      const known = union.indexOf(name);
      if (known < 0) union.splice(place, 0, name);
      place = (known < 0 ? place : known) + 1;
    }
  }
  return union;
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
