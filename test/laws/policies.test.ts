// The rules that every stack obeys: the reference's, every golden's, and those of generated specs; and for each rule the
// changes of a stack that it must notice, or it would prove nothing.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { verdict } from "../accept/infrastructure/rule.ts";
import { RULES } from "../accept/infrastructure/rules.ts";
import { namesOf } from "../accept/infrastructure/rules/names.ts";
import { type Stack, stacksOf } from "../accept/infrastructure/stack.ts";
import { compile } from "#src/compile.ts";
import { runs, sampleSpecs } from "../support/specs.ts";
import { SPECS } from "./lowered.ts";

const RICH = readFileSync(join(import.meta.dirname, "../accept/infrastructure/rich.yaml"), "utf8");
const SEED = 418;
const written = [...SPECS, ["rich", RICH] as const].map(([name, text]) => stacksOf(name, text));
const generated = sampleSpecs(runs(60), SEED).map(({ text }, index) => stacksOf(`generated ${index}`, text));
const stacks = [...written, ...generated].flat();

const resources = stacks.reduce((sum, { items }) => sum + items.length, 0);
console.log(
  `${stacks.length} stacks of ${written.length} written and ${generated.length} generated specs, ${resources} resources`,
);

describe("every stack obeys", () => {
  test.each(RULES)("$name", (rule) => {
    const verdicts = stacks.map((stack) => verdict(rule, stack));
    const looked = verdicts.reduce((sum, one) => sum + one.looked, 0);
    console.log(`${rule.name}: ${looked} looks, ${Object.keys(rule.breaks).length} cases that break it`);
    expect(verdicts.flatMap(({ faults }) => faults).slice(0, 10)).toEqual([]);
    expect(looked).toBeGreaterThan(0);
  });
});

const [rich] = stacksOf("rich", RICH);

describe("a rule notices what breaks it", () => {
  const cases = RULES.flatMap((rule) =>
    Object.entries(rule.breaks).map(([what, change]) => ({ name: rule.name, what, rule, change })),
  );
  test.each(cases)("$name: $what", ({ rule, change }) => {
    const stack = structuredClone(rich);
    if (!stack) throw new Error("the rich spec is refused");
    expect(verdict(rule, stack).faults).toEqual([]);
    change(stack);
    expect(verdict(rule, stack).faults.join("\n")).toContain(rule.name);
  });
});

test("no two stacks of a spec have a name in common where they share an account and a region", () => {
  const place = ({ environment }: Stack): string => `${environment.account ?? "one"} ${environment.region}`;
  for (const own of [...written, ...generated]) {
    const all = own.flatMap((stack) => namesOf(stack).map((name) => `${place(stack)} ${name}`));
    expect(all.filter((name, index) => all.indexOf(name) !== index)).toEqual([]);
  }
});

test("docs/security-rules.md names rules that there are", () => {
  const text = readFileSync(join(import.meta.dirname, "../../docs/security-rules.md"), "utf8");
  const rows = text.split("\n").filter((line) => /^\| [A-Z]/.test(line) && !line.startsWith("| Rule "));
  const named = [...new Set(text.match(/(?<=`)[a-z]+(?:-[a-z]+){2,}(?=`)/g))];
  const count = (word: string): number => rows.filter((row) => row.toLowerCase().includes(`**${word}**`)).length;
  console.log(
    `${rows.length} rows: ${["holds", "spec", "declined"].map((word) => `${count(word)} ${word}`).join(", ")}`,
  );
  expect(named.filter((name) => !RULES.some((rule) => rule.name === name))).toEqual([]);
  expect(rows.filter((row) => !/\*\*(holds|spec|declined)\*\*/i.test(row))).toEqual([]);
});

/** A spec with so many public services, whose names are as long as they may be. */
const crowd = (count: number): string => {
  const name = (index: number): string => `s${index}${"x".repeat(24)}`.slice(0, 24);
  const service = (index: number) => ({
    port: 3000 + index,
    expose: "public",
    databaseConnections: 1,
    route: { path: `/s${index}`, priority: index + 1 },
  });
  const services = Object.fromEntries(Array.from({ length: count }, (_, index) => [name(index), service(index)]));
  const rest = { version: 1, project: "shopmall", region: "ap-northeast-2", database: { instance: "db.r6g.xlarge" } };
  const delivery = { github: { repository: "shopmall/shop" } };
  return JSON.stringify({ ...rest, services, delivery, environments: { production: { account: "111122223333" } } });
};

test.each([19, 20, 21, 50])("%d services with the longest names obey every rule, IAM's limits included", (count) => {
  const [stack] = stacksOf("a crowd", crowd(count));
  if (!stack) throw new Error("the spec is refused");
  expect(RULES.flatMap((rule) => verdict(rule, stack).faults)).toEqual([]);
});

test("no stack file holds a secret's value, nor one that Pulumi would have to decrypt", () => {
  const files = [...SPECS, ["rich", RICH] as const].flatMap(([, text]) =>
    compile(text, "sage.yaml", ["pulumi"]).artifacts.filter(({ path }) => /Pulumi\..+\.yaml$/.test(path)),
  );
  console.log(`${files.length} stack files`);
  expect(files.length).toBeGreaterThanOrEqual(stacksOf("rich", RICH).length);
  for (const { path, text } of files) {
    expect(text, path).not.toMatch(/secure:|encryptionsalt|encryptedkey|password|webhooks\//i);
    expect(text, path).not.toMatch(/:\/\/[^\s/]*:[^\s/]*@/);
  }
});
