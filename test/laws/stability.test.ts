// Adding moves nothing: after a change of one thing, every other resource has the key, the logical name, the properties and
// the place that it had. What may change beside the thing itself stands in a table (test/support/edits.ts).
import { describe, expect, test } from "vitest";
import { type Item, type Stack, stacksOf } from "../accept/infrastructure/stack.ts";
import { type Edit, EDITS } from "../support/edits.ts";
import { runs, sampleSpecs, textOf } from "../support/specs.ts";

const SPECS = sampleSpecs(runs(40), 19).map(({ data, text }) => ({ data, before: stacksOf("before", text) }));

/** What of a resource is another than before, by name: a property, or its options. */
function changesOf(before: Item, after: Item): string[] {
  if (before.type !== after.type || before.name !== after.name) return ["name"];
  const names = new Set([...Object.keys(before.properties), ...Object.keys(after.properties)]);
  const properties = [...names].filter((name) => !equal(before.properties[name], after.properties[name]));
  return equal(before.options, after.options) ? properties : [...properties, "options"];
}

const equal = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What an edit moved that it should not have. */
function moved(edit: Edit, subject: string, before: Stack, after: Stack): string[] {
  const [old, now] = [before, after].map(({ items }) => new Map(items.map((one) => [one.key, one])));
  if (!old || !now) return [];
  const gone = [...old.keys()].filter((key) => !now.has(key));
  const come = [...now.keys()].filter((key) => !old.has(key));
  const changed = [...old.values()].flatMap((one) => {
    const other = now.get(one.key);
    const changes = other ? changesOf(one, other) : [];
    return changes
      .filter((change) => !excepted(edit, subject, one.key, change))
      .map((change) => `${one.key} changes ${change}`);
  });
  const common = (keys: Iterable<string>): string[] => [...keys].filter((key) => old.has(key) && now.has(key));
  const moves = (key: string): boolean => !excepted(edit, subject, key, "existence");
  return [
    ...(edit.effect === "removes" ? [] : gone.filter(moves).map((key) => `${key} is gone`)),
    ...(edit.effect === "adds" ? [] : come.filter(moves).map((key) => `${key} is new`)),
    ...changed,
    ...(equal(common(old.keys()), common(now.keys())) ? [] : ["the order is another"]),
  ];
}

const used = new Set<string>();

function excepted(edit: Edit, subject: string, key: string, change: string): boolean {
  return edit.exceptions.some((one) => {
    const fits = new RegExp(`^${one.key.replace("<subject>", subject)}$`).test(key) && one.changes.includes(change);
    if (fits) used.add(`${one.key} ${change}`);
    return fits;
  });
}

describe("nothing else moves when", () => {
  test.each(EDITS)("$name", (edit) => {
    let pairs = 0;
    let resources = 0;
    const faults: string[] = [];
    for (const [index, { data, before }] of SPECS.entries()) {
      const edited = edit.apply(data);
      const after = edited ? stacksOf("after", textOf(edited.data)) : [];
      // An edit may be refused, as where an address or a connection is too many.
      if (!edited || before.length === 0 || after.length !== before.length) continue;
      pairs += 1;
      for (const [place, stack] of before.entries()) {
        resources += stack.items.length;
        const other = after[place];
        if (other)
          faults.push(
            ...moved(edit, edited.subject, stack, other).map(
              (fault) => `spec ${index}, ${stack.environment.name}: ${fault}`,
            ),
          );
      }
    }
    console.log(`${edit.name}: ${pairs} pairs of specs, ${resources} resources`);
    expect(pairs).toBeGreaterThan(5);
    expect(faults.slice(0, 10)).toEqual([]);
  });

  test("every exception is one that happens", () => {
    const all = new Set(
      EDITS.flatMap(({ exceptions }) =>
        exceptions.flatMap(({ key, changes }) => changes.map((change) => `${key} ${change}`)),
      ),
    );
    console.log(`${all.size} exceptions, ${used.size} of which happened`);
    expect([...all].filter((one) => !used.has(one))).toEqual([]);
  });
});

describe("it would be noticed that", () => {
  const [before] = SPECS.flatMap((one) => one.before);
  const [edit] = EDITS;
  const cases: readonly (readonly [string, (stack: Stack) => void, string])[] = [
    [
      "a resource has another key",
      (stack) => stack.items.splice(0, 1, { ...(stack.items[0] as Item), key: "renamed" }),
      "is gone",
    ],
    [
      "a resource has another name",
      (stack) => Object.assign(stack.items[1] as Item, { name: "renamed" }),
      "changes name",
    ],
    [
      "a property is another",
      (stack) => Object.assign((stack.items[0] as Item).properties, { cidrBlock: "10.99.0.0/16" }),
      "changes cidrBlock",
    ],
    [
      "an option is another",
      (stack) => Object.assign((stack.items[0] as Item).options, { protect: true }),
      "changes options",
    ],
    ["two resources change places", (stack) => stack.items.reverse(), "the order is another"],
  ];
  test.each(cases)("%s", (_, change, fault) => {
    if (!before || !edit) throw new Error("no spec is accepted");
    const after = structuredClone(before);
    change(after);
    expect(moved(edit, "", before, before)).toEqual([]);
    expect(moved(edit, "", before, after).join()).toContain(fault);
  });
});
