// Nothing leaks: of a spec that was renamed nothing of the old one is left in its output, no output holds what looks like
// a secret's value, and no account, region or address that its spec does not have.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { judge } from "#src/judge.ts";
import { compile } from "#src/compile.ts";
import type { Artifact } from "#schema/draft.ts";
import { SPECS } from "../laws/lowered.ts";
import type { Outcome, Part } from "./part.ts";

const ALL: readonly (readonly [name: string, text: string])[] = [
  ...SPECS,
  ["full", readFileSync(join(import.meta.dirname, "values/full.yaml"), "utf8")],
];

const SECRET =
  /discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/\d|\b(?:AKIA|ASIA)[A-Z2-7]{16}\b|\bsk-(?:ant|proj)-\w|\bgh[pousr]_\w{20}|\bxox[abp]-\w|-----BEGIN [A-Z ]*PRIVATE|\b[a-z]+:\/\/(?!USER:PASSWORD@)[^\s:/"'<$@{}]*:[^\s/"'<$@{}]+@/;
const REGION = /\b(?:us|eu|ap|sa|ca|me|af|il|mx)-(?:north|south|east|west|central)(?:east|west)?-\d\b/g;
// Digits within a commit are none.
const ACCOUNT = /(?<![\da-f.])\d{12}(?![\da-f.])/g;
const ADDRESS = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2})?(?![\d.])/g;
/** Everywhere and this machine: no address of anybody. */
const NOBODYS = new Set(["0.0.0.0", "0.0.0.0/0", "127.0.0.1", "127.0.0.0/8", "169.254.170.2"]);

/** Every hit of a pattern in the output that the words allowed do not have. */
function strangers(artifacts: readonly Artifact[], pattern: RegExp, allowed: (found: string) => boolean): string[] {
  return artifacts.flatMap(({ path, text }) =>
    [...text.matchAll(pattern)].flatMap(([found]) => (allowed(found) ? [] : [`${path} has ${found}`])),
  );
}

/** What an output holds that its spec does not have. */
function foreign(text: string): string[] {
  const { model } = judge(text, "sage.yaml");
  const { artifacts } = compile(text, "sage.yaml");
  const known = JSON.stringify(model);
  const has = (found: string): boolean => known.includes(found) || text.includes(found);
  return [
    ...artifacts.flatMap((one) => (SECRET.test(one.text) ? [`${one.path} holds ${SECRET.exec(one.text)?.[0]}`] : [])),
    ...strangers(artifacts, REGION, has),
    ...strangers(artifacts, ACCOUNT, has),
    ...strangers(artifacts, ADDRESS, (found) => NOBODYS.has(found) || has(found)),
  ];
}

/** The same spec for another project, elsewhere, with other accounts and addresses; and what of the old may be nowhere. */
function renamed(text: string): { readonly text: string; readonly gone: RegExp } {
  const project = /^project: (\S+)/m.exec(text)?.[1] ?? "";
  const regions = [...new Set(text.match(REGION))];
  const other = (region: string): string => `ap-${["northeast", "southeast", "south"][regions.indexOf(region) % 3]}-1`;
  const accounts = [...new Set(text.match(ACCOUNT))];
  const now = text
    .replaceAll(new RegExp(project, "gi"), (found) => (/^[A-Z]/.test(found) ? "Zebra" : "zebra"))
    .replaceAll(REGION, other)
    .replaceAll(ACCOUNT, (account) => String(910_000_000_001 + accounts.indexOf(account)))
    .replaceAll(/(?<![\d.])10\.(\d{1,3})\./g, (_, second: string) => `10.${Number(second) + 90}.`);
  const blocks = [...text.matchAll(/(?<![\d.])(10\.\d{1,3}\.)/g)].map(
    ([, block]) => `(?<![\\d.])${(block ?? "").replaceAll(".", "\\.")}`,
  );
  // Of the tool's own name nothing is the spec's.
  const name = `(?<![A-Za-z])${project}(?!-gen\\b|\\.yaml\\b|\\b[^a-z]*spec)`;
  return { text: now, gone: new RegExp([name, ...regions, ...accounts, ...new Set(blocks)].join("|"), "i") };
}

function remains(text: string): string[] {
  const { text: now, gone } = renamed(text);
  const { artifacts, findings } = compile(now, "zebra.yaml");
  if (artifacts.length === 0) return [`refused once it is renamed: ${findings.map(({ code }) => code).join(", ")}`];
  return artifacts.flatMap(({ path, text }) =>
    [path, ...text.split("\n")].flatMap((line) =>
      gone.test(line.replaceAll("/.sage/", "/").replaceAll("sage-gen", ""))
        ? [`renamed, ${path} still has ${line}`]
        : [],
    ),
  );
}

export const leaks: Part = {
  name: "leaks",
  run(): Promise<Outcome> {
    const lost = ALL.flatMap(([name, text]) => [...foreign(text), ...remains(text)].map((loss) => `${name}: ${loss}`));
    return Promise.resolve({ counts: { "goldens scanned": ALL.length, "goldens renamed": ALL.length }, lost });
  },
};
