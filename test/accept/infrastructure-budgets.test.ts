// Budgets: what docs/infrastructure.md says of connections and addresses is what the resources add up to, and nothing is
// more than AWS gives.
import { describe, expect, test } from "vitest";
import { compile } from "#src/compile.ts";
import { SPECS } from "../laws/lowered.ts";
import { runs, sampleSpecs } from "../support/specs.ts";
import { connectionLimit, connectionsAtPeak, peaks, quotas, rooms } from "./infrastructure/budget.ts";
import { item, ofType, type Stack, stacksOf } from "./infrastructure/stack.ts";

/** What scripts and people may need beside the services, as the document calls it. */
const OTHERS = 5;

interface Told {
  readonly stack: Stack;
  /** The document's section of the environment. */
  readonly section: string;
}

const written = SPECS.map(([name, text]) => ({ name, text }));
const generated = sampleSpecs(runs(40), 77).map(({ text }, index) => ({ name: `generated ${index}`, text }));
const all: readonly Told[] = [...written, ...generated].flatMap(({ name, text }) => {
  const stacks = stacksOf(name, text);
  if (stacks.length === 0) return [];
  const target = text.includes("targets") ? text.replace(/targets"?: ?\[/, (found) => `${found}"docs", `) : text;
  const documents = compile(target, "sage.yaml", ["docs"]).artifacts.filter(({ path }) =>
    path.endsWith("docs/infrastructure.md"),
  );
  const budgets = documents[0]?.text.split("\n## Budgets\n")[1]?.split("\n## ")[0] ?? "";
  const sections = budgets.split("\n### ").slice(1);
  return stacks.map((stack) => ({
    stack,
    section: sections.find((one) => one.startsWith(`${stack.environment.name}\n`)) ?? "",
  }));
});
console.log(`${all.length} stacks, ${all.reduce((sum, { stack }) => sum + rooms(stack).size, 0)} subnets`);

/** The rows of the table of addresses: subnet, block, needed, usable. */
const rowsOf = (section: string): string[][] =>
  [...section.matchAll(/^\| (\w+) ([a-f]) +\| `([\d./]+)` +\|.*\| (\d+) +\| (\d+) +\|$/gm)].map(
    ([, ...cells]) => cells,
  );

test("every stack has its section", () => {
  expect(all.filter(({ section }) => section === "").map(({ stack }) => stack.spec)).toEqual([]);
});

test("connections are those of the tasks at the peak, and the class allows them", () => {
  let told = 0;
  for (const { stack, section } of all) {
    const [, used, limit] = /= (\d+) of (\d+) that db\./.exec(section) ?? [];
    const [database] = ofType(stack, "rds/instance:Instance");
    expect(used !== undefined, stack.spec).toBe(database !== undefined);
    if (!database) continue;
    told += 1;
    expect([Number(used), Number(limit)], `${stack.spec}, ${stack.environment.name}`).toEqual([
      connectionsAtPeak(stack) + OTHERS,
      connectionLimit(stack),
    ]);
    expect(Number(used)).toBeLessThanOrEqual(Number(limit));
  }
  console.log(`${told} databases`);
});

test("addresses are those of what stands in each subnet, and the block has them", () => {
  let told = 0;
  for (const { stack, section } of all) {
    const own = rooms(stack);
    const said = new Map(
      rowsOf(section).map(([tier, letter, cidr, needed, usable]) => [
        `subnet-${tier}-${letter}`,
        { cidr, needed: Number(needed), usable: Number(usable) },
      ]),
    );
    for (const [key, room] of own) {
      // Without an internet gateway, public subnets are empty, and the document leaves them out.
      if (!said.has(key) && room.needed === 0) continue;
      told += 1;
      expect(said.get(key), `${stack.spec}, ${stack.environment.name}: ${key}`).toEqual(room);
      expect(room.needed).toBeLessThanOrEqual(room.usable);
    }
    expect([...said.keys()].every((key) => own.has(key))).toBe(true);
  }
  console.log(`${told} subnets that something needs`);
});

test("nothing is more than an account's quota", () => {
  const over = all.flatMap(({ stack }) =>
    quotas(stack)
      .filter(([, has, quota]) => has > quota)
      .map(([what, has]) => `${stack.spec}: ${has} ${what}`),
  );
  const most = quotas(all[0]?.stack as Stack).map(
    ([what], index) => `${what}: at most ${Math.max(...all.map(({ stack }) => quotas(stack)[index]?.[1] ?? 0))}`,
  );
  console.log(most.join("\n"));
  expect(over).toEqual([]);
});

describe("the arithmetic notices", () => {
  const stack = (): Stack => structuredClone(stacksOf("reference", written[0]?.text ?? "")[1] as Stack);
  const cases: readonly (readonly [string, (stack: Stack) => void, (stack: Stack) => unknown])[] = [
    ["a pool of another size", (one) => rewrite(one, "backend-task", '"value":"5"', '"value":"50"'), connectionsAtPeak],
    [
      "more tasks",
      (one) => Object.assign(item(one, "backend-scaling").properties, { maxCapacity: 60 }),
      connectionsAtPeak,
    ],
    [
      "a rollout that doubles twice",
      (one) => Object.assign(item(one, "backend-service").properties, { deploymentMaximumPercent: 400 }),
      (one) => [...peaks(one)],
    ],
    [
      "a smaller class",
      (one) => Object.assign(item(one, "database").properties, { instanceClass: "db.t4g.micro" }),
      connectionLimit,
    ],
    [
      "a smaller block",
      (one) => Object.assign(item(one, "subnet-private-a").properties, { cidrBlock: "10.0.11.0/28" }),
      (one) => [...rooms(one)],
    ],
    [
      "more nodes",
      (one) => Object.assign(item(one, "cache").properties, { numCacheClusters: 6 }),
      (one) => [...rooms(one)],
    ],
    ["a NAT gateway that is gone", (one) => remove(one, "nat-b"), (one) => [...rooms(one)]],
    [
      "a hundred rules",
      (one) =>
        one.items.push(
          ...Array.from({ length: 101 }, () => ({
            ...item(one, "http-listener"),
            type: "aws:lb/listenerRule:ListenerRule",
          })),
        ),
      quotas,
    ],
  ];
  test.each(cases)("%s", (_, change, measure) => {
    const changed = stack();
    change(changed);
    expect(measure(changed)).not.toEqual(measure(stack()));
  });
});

function rewrite(stack: Stack, key: string, old: string, other: string): void {
  const one = item(stack, key);
  one.properties = JSON.parse(JSON.stringify(one.properties).replace(old, other)) as typeof one.properties;
}

function remove(stack: Stack, key: string): void {
  stack.items = stack.items.filter((one) => one.key !== key);
}
