// What an assistant may ask, each as the command of that name answers it: judging, building, comparing, explaining, diagnosing.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Severity } from "#schema/change.ts";
import type { Target } from "#schema/draft.ts";
import { loadSpecs, type SpecFile } from "#src/load.ts";
import { trouble } from "#src/report/fault.ts";
import type { Answer, Audience } from "./answer.ts";
import { buildOnce } from "./building.ts";
import { compare, reviewed } from "./comparison.ts";
import { confined } from "./confined.ts";
import { answerTo, examine } from "./diagnosis.ts";
import { answerEach } from "./each.ts";
import { explained, lineIn } from "./explaining.ts";

/** Where the tools work, and whether they may write. */
export interface Premises {
  /** The package's folder. */
  readonly home: string;
  readonly cwd: string;
  readonly writes: boolean;
}

interface About {
  readonly spec?: string | undefined;
}

/** The specs that are asked about, all below the working folder. */
function specsOf(
  { spec }: About,
  cwd: string,
): { readonly named: readonly string[] | undefined; readonly specs: readonly SpecFile[] } {
  const named = spec === undefined ? undefined : [confined(spec, cwd)];
  const specs = loadSpecs(named, cwd);
  for (const { folder, source } of specs) confined(join(folder, source), cwd);
  return { named, specs };
}

function oneOf(about: About, cwd: string): SpecFile {
  const [spec] = specsOf(about, cwd).specs;
  if (!spec) throw new Error("no spec was loaded");
  return spec;
}

/** An assistant reads words and fields. */
const ASSISTANT: Audience = { format: undefined, isColoured: false };

/** As `sage-gen validate`. */
export function validate(about: About, { cwd }: Premises): Promise<Answer> {
  return answerEach(specsOf(about, cwd).specs, { verb: "validate", cwd }, ASSISTANT);
}

/** As `sage-gen build`, which only says what it would write where the server may not. */
export async function build(
  about: About & { readonly out?: string | undefined; readonly only?: readonly Target[] | undefined },
  { cwd, writes }: Premises,
): Promise<Answer> {
  const { named } = specsOf(about, cwd);
  const out = about.out === undefined ? undefined : confined(about.out, cwd);
  const order = { spec: named, shard: undefined, out, only: about.only, force: false, list: false, isDry: !writes };
  return buildOnce(order, cwd, ASSISTANT);
}

/** As `sage-gen diff`. */
export async function diff(
  about: About & { readonly base: string; readonly failOn?: Severity | undefined },
  { cwd }: Premises,
): Promise<Answer> {
  // What is no file is a commit's name, and git looks for nothing else.
  if (existsSync(resolve(cwd, about.base))) confined(about.base, cwd);
  return reviewed(compare(oneOf(about, cwd), about.base, cwd), about.failOn);
}

/** As `sage-gen explain`. */
export async function explain(
  about: About & { readonly about?: string | undefined; readonly defaults?: boolean | undefined },
  { home, cwd }: Premises,
): Promise<Answer> {
  const named = about.spec === undefined ? undefined : [confined(about.spec, cwd)];
  for (const place of ["sage.yaml", "spec/sage.yaml"]) confined(place, cwd);
  const [, file] = lineIn(about.about ?? "");
  if (file !== undefined) confined(file, cwd);
  return explained(about.about, about.defaults ?? false, { home, named, out: undefined, cwd });
}

/** As `sage-gen diagnose`, of a log that is a file or comes along. */
export async function diagnose(
  about: About & {
    readonly log?: string | undefined;
    readonly text?: string | undefined;
    readonly environment?: string | undefined;
  },
  { cwd }: Premises,
): Promise<Answer> {
  const spec = oneOf(about, cwd);
  if (about.log === undefined && about.text === undefined)
    throw trouble("there is no log", "give a file as `log`, or the log itself as `text`");
  // A name alone would be standard input, where the protocol is.
  const file = about.log === "-" ? "./-" : (about.log ?? "");
  const log = about.text === undefined ? confined(file, cwd) : { text: about.text };
  return answerTo(await examine(spec, log, about.environment, cwd), false);
}
