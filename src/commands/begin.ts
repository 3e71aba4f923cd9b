// Writes a first spec: proposed from what stands in the folder, asked about, tried there, and never over one that is there.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { fromCompose } from "#src/init/compose.ts";
import { type Folder, type Note, plainService, type Proposal } from "#src/init/proposal.ts";
import { entrances, joined, survey } from "#src/init/survey.ts";
import type { Choices } from "#src/init/text.ts";
import { isRefused } from "#src/report/tally.ts";
import { shown } from "#src/load.ts";
import { trouble } from "#src/report/fault.ts";
import type { Answer } from "./answer.ts";
import { schemaFor } from "./editor-schema.ts";
import { verdict } from "./reading.ts";
import { folderAt } from "./surroundings.ts";
import { composeIn, settle, type Trial } from "./trial-build.ts";

/** What the flags of `init` say; what none says is proposed. */
export interface Asked {
  readonly project: string | undefined;
  readonly region: string | undefined;
  readonly service: readonly string[] | undefined;
  readonly database: boolean | undefined;
  readonly cache: boolean | undefined;
  readonly repository: string | undefined;
  readonly branch: string | undefined;
  readonly account: string | undefined;
  readonly output: string | undefined;
  readonly from: string | undefined;
}

/** Writes `DIR/sage.yaml`; `isAsking` asks what no flag says. Throws where a spec is there, or a flag makes no sense. */
export async function begin(dir: string, asked: Asked, isAsking: boolean): Promise<Answer> {
  const folder = resolve(dir);
  const file = shown(join(folder, "sage.yaml"), process.cwd());
  const there = ["sage.yaml", "spec/sage.yaml"].map((name) => join(folder, name)).find((path) => existsSync(path));
  if (there !== undefined)
    throw trouble(`${shown(there, process.cwd())} is there already`, "`sage-gen validate` judges it");
  const { ask, askToRead } = isAsking ? await import("./questions.ts") : {};
  const compose = asked.from === undefined ? composeIn(folder) : undefined;
  const from =
    asked.from ?? (compose !== undefined && (await askToRead?.(compose)) ? join(folder, compose) : undefined);
  const proposed = choices(folder, { ...asked, from });
  const chosen = ask ? await ask(proposed, saidBy(asked)) : proposed;
  const isNamed = asked.project !== undefined || chosen.project !== proposed.project;
  const trial = settle({ ...chosen, isNamed }, folder, file);
  const { reading } = trial.planned;
  if (isRefused(reading.diagnostics) || !trial.planned.plan)
    return { ok: false, readings: [reading], closing: (paint) => verdict(reading, paint) };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "sage.yaml"), trial.text, { flag: "wx" });
  return told(file, chosen, trial);
}

const saidBy = (asked: Asked) =>
  new Set(
    (["project", "region", "service", "database", "cache", "repository", "account"] as const).filter(
      (key) => asked[key] !== undefined,
    ),
  );

function choices(folder: string, asked: Asked): Choices {
  if (asked.account !== undefined && !/^\d{12}$/.test(asked.account))
    throw trouble(`--account ${asked.account}: no AWS account`, "twelve digits: --account 111122223333");
  if (asked.repository !== undefined && asked.account === undefined)
    throw trouble("--repository without --account", "pipelines need to know the AWS account: --account 111122223333");
  const here = folderAt(folder);
  const seen = survey(here, basename(folder));
  const base = asked.from === undefined ? seen : composed(here, asked.from, folder, seen);
  const project = asked.project ?? base.project;
  if (project === "") throw trouble(`${folder}: its name gives no project name`, "name the product: --project NAME");
  const stores = storesOf(base, asked);
  const added = (["database", "cache"] as const).filter((store) => stores[store] && !base[store]);
  const found = joined(orDefault(base).services, added);
  return {
    ...base,
    project,
    services: asked.service ? asked.service.map(serviceOf).map(firstOpen) : found,
    ...stores,
    repository: asked.repository ?? base.repository,
    branch: asked.branch ?? base.branch,
    region: asked.region ?? "us-east-1",
    account: asked.account,
    output: asked.output ?? ".",
    targets: undefined,
    schema: schemaFor(here),
  };
}

function composed(here: Folder, from: string, folder: string, base: Proposal): Proposal {
  const name = shown(resolve(from), folder);
  const known = here.text(name) === undefined ? from : name;
  const proposal = fromCompose(here, known, base);
  if (proposal) return proposal;
  const problem = here.text(known) === undefined ? "there is no such file" : "it is no compose file with services";
  throw trouble(`--from ${from}: ${problem}`, "name a compose file in the folder: --from docker-compose.yml");
}

function storesOf({ database, cache }: Proposal, asked: Asked): Pick<Proposal, "database" | "cache"> {
  const usual = { version: "18", instance: "db.t4g.micro", name: undefined, username: undefined, port: undefined };
  return {
    database: asked.database === false ? undefined : asked.database ? (database ?? usual) : database,
    cache: asked.cache === false ? undefined : asked.cache ? (cache ?? { version: "8.0", port: undefined }) : cache,
  };
}

const orDefault = (base: Proposal): Proposal =>
  base.services.length > 0 ? base : { ...base, services: entrances([plainService("web", 3000)]) };

/** Of services that only flags name, the first one with a port is public, and the others are reached by it. */
function firstOpen<T extends Proposal["services"][number]>(service: T, _: number, all: readonly T[]): T {
  const first = all.find(({ port }) => port !== undefined);
  return service === first
    ? { ...service, route: undefined, expose: "public" }
    : { ...service, route: undefined, expose: "internal" };
}

function serviceOf(text: string): Proposal["services"][number] {
  const [, name = "", port] = /^([^:]*)(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (name === "")
    throw trouble(`--service ${text}`, "write a name, and a port behind a colon if it listens: --service api:3000");
  return plainService(name, port === undefined ? undefined : Number(port));
}

function told(file: string, chosen: Choices, { planned, notes }: Trial): Answer {
  const all: readonly Note[] = [...chosen.notes, ...notes];
  const spec = file === "sage.yaml" ? "" : ` --spec ${file}`;
  const next = [`sage-gen validate${spec}`, `sage-gen build${spec} --dry-run`, `sage-gen build${spec}`];
  const files = planned.plan?.steps.length ?? 0;
  return {
    ok: true,
    readings: [planned.reading],
    fields: { spec: file, found: chosen.seen, unmapped: all, next },
    closing: (paint) =>
      [
        ...(chosen.seen.length === 0 ? [] : [paint("strong", "found"), ...chosen.seen.map((line) => `  ${line}`), ""]),
        ...(all.length === 0
          ? []
          : [
              paint("warning", "not carried over, or to be looked at"),
              ...all.map(({ place, reason }) => `  ${place}: ${reason}`),
              "",
            ]),
        `${paint("good", `wrote ${file}`)}: it builds ${files} files`,
        "next: read it, then",
        `  ${next[0] ?? ""}    # after each change`,
        `  ${next[1] ?? ""}    # what it would write`,
        `  ${next[2] ?? ""}`,
        "",
      ].join("\n"),
  };
}
