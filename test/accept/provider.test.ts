// Every stack before judges that know AWS: AWS's own specification of its resources (from npm), AWS's linter (found, or
// installed by pip), and the provider that Pulumi bridges (where Terraform and the provider are found). Faults that are
// put in show that the judges can fail.
import { expect, test } from "vitest";
import { sampleSpecs } from "../support/specs.ts";
import { excusesFor, sift } from "./provider/allowed.ts";
import { FAULTS, faulty, type Judge, JUDGES, UNSEEN } from "./provider/faults.ts";
import { announce, findTerraform } from "./provider/found.ts";
import { findLinter, lint } from "./provider/lint.ts";
import { specification } from "./provider/specification.ts";
import { allStacks, type Stack, stacksOf } from "./provider/stacks.ts";
import { templateOf } from "./provider/template.ts";
import { type Complaint, validate } from "./provider/terraform.ts";
import { KINDS, NOT_OF_AWS, UNKNOWN_TO_CLOUDFORMATION } from "./provider/types.ts";

const WAIT = 300_000;
const GENERATED = 12;

const stacks = allStacks();
/** What specs of the whole language make; the few that are refused are another law's affair. */
const generated = sampleSpecs(GENERATED, 20261123).flatMap(({ text }, index) => accepted(`generated-${index}`, text));
const reference = stacks.find(({ name }) => name === "spec-production");
const faults = FAULTS.map((fault, index) => reference && faulty(reference, fault, index)).filter(
  (one) => one !== undefined,
);
const seen = new Map<Judge, readonly Complaint[]>();

function accepted(name: string, text: string): readonly Stack[] {
  try {
    return stacksOf(name, text);
  } catch (error) {
    if (String(error).includes("is refused")) return [];
    throw error;
  }
}

const countOf = (list: readonly Stack[]): string =>
  `${list.reduce((sum, { resources }) => sum + resources.length, 0)} resources of ${list.length} stacks`;

/** Complaints about stacks that are to be right, as lines that tell all that one wants to know. */
const lines = (complaints: readonly Complaint[]): readonly string[] =>
  complaints.map(({ stack, name, text }) => `${stack}, ${name}: ${text}`);

/** Remembers what a judge saw of the faults, and gives what it has against what is to be right. */
function apart(judge: Judge, complaints: readonly Complaint[]): readonly string[] {
  const put = new Set(faults.map(({ name }) => name));
  seen.set(
    judge,
    complaints.filter(({ stack }) => put.has(stack)),
  );
  return lines(complaints.filter(({ stack }) => !put.has(stack)));
}

test("every type is known by its other names", () => {
  const types = [...new Set([...stacks, ...generated].flatMap(({ resources }) => resources.map(({ type }) => type)))];
  expect(types.filter((type) => !KINDS[type] && !NOT_OF_AWS.includes(type))).toEqual([]);
  expect(Object.keys(KINDS).filter((type) => !types.includes(type))).toEqual([]);
});

test("AWS's specification knows every property, finds the required ones, and allows every value", () => {
  const judge = specification();
  const all = [...stacks, ...generated, ...faults];
  const judged = all.map((stack) => ({ stack, template: templateOf(stack) }));
  const complaints = judged.flatMap(({ stack, template }) =>
    judge(template).map((one): Complaint => ({ stack: stack.name, ...one })),
  );
  expect(apart("specification", complaints)).toEqual([]);
  const left = new Set(judged.flatMap(({ template }) => template.left));
  expect([...left].sort()).toEqual(Object.keys(UNKNOWN_TO_CLOUDFORMATION).sort());
  console.log(
    `AWS's specification accepts ${countOf([...stacks, ...generated])}; it has no words for ${left.size} types:`,
  );
  for (const [type, why] of Object.entries(UNKNOWN_TO_CLOUDFORMATION)) console.log(`  ${type}: ${why}`);
});

test.concurrent(
  "AWS's linter finds nothing",
  async () => {
    const linter = findLinter();
    if (typeof linter === "string") return announce("cfn-lint on every stack", linter);
    expect(apart("cfn-lint", await lint(linter, "lint", [...stacks, ...faults]))).toEqual([]);
    console.log(`cfn-lint accepts ${countOf(stacks)}`);
  },
  WAIT,
);

test.concurrent(
  "the provider accepts every stack",
  async () => {
    const found = findTerraform();
    if (typeof found === "string")
      return announce("terraform validate on every stack, by the real AWS provider", found);
    const all = [...stacks, ...generated, ...faults];
    const typed = new Map(
      all.map(({ name, resources }) => [name, new Map(resources.map((one) => [one.name, one.type]))]),
    );
    const complaints = (await validate(found, "validate", all)).map((one) => ({
      ...one,
      type: typed.get(one.stack)?.get(one.name) ?? "",
    }));
    const { left, used } = sift(found.version, complaints);
    expect(apart("provider", left)).toEqual([]);
    expect(used).toEqual(excusesFor(found.version));
    console.log(
      `the AWS provider ${found.version} validates ${countOf([...stacks, ...generated])}, ${used.length} excused:`,
    );
    for (const { type, property, value, why } of used) console.log(`  ${type}, ${property} ${value}: ${why}`);
  },
  WAIT,
);

test("each fault is seen, and by whom is written down", () => {
  const judges = JUDGES.filter((judge) => seen.has(judge));
  const table = FAULTS.map((fault, index) => {
    const { name = "" } = faults[index] ?? {};
    const by = judges.filter((judge) =>
      seen.get(judge)?.some((one) => one.stack === name && one.name === fault.resource),
    );
    return { fault, by };
  });
  for (const { fault, by } of table)
    console.log(`  ${fault.what.padEnd(46)} ${`${fault.resource}.${fault.property}`.padEnd(70)} ${by.join(", ")}`);
  for (const { what, instead } of UNSEEN) console.log(`  ${what.padEnd(46)} ${"".padEnd(70)} none of them: ${instead}`);
  const total = table.filter(({ by }) => by.length > 0).length;
  console.log(`${total} of ${FAULTS.length} faults seen by ${judges.join(", ")}`);
  const wanted = FAULTS.map(({ what, seenBy }) => [what, seenBy.filter((judge) => judges.includes(judge))]);
  expect(table.map(({ fault, by }) => [fault.what, by])).toEqual(wanted);
});
