// Writes a first spec: names it from the folder, judges it as any other, and never over one that is there.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { type Choices, firstSpec } from "#src/init/text.ts";
import { shown } from "#src/load.ts";
import { trouble } from "#src/report/fault.ts";
import type { Answer } from "./answer.ts";
import { read, verdict } from "./reading.ts";

/** What the flags of `init` say. */
export interface Asked {
  readonly project: string | undefined;
  readonly region: string;
  readonly service: readonly string[] | undefined;
  readonly database: boolean;
  readonly cache: boolean;
  readonly repository: string | undefined;
  readonly account: string | undefined;
}

/** Writes `DIR/sage.yaml`. Throws where a spec is there already, or a flag makes no sense. */
export async function begin(dir: string, asked: Asked): Promise<Answer> {
  const folder = resolve(dir);
  const place = join(folder, "sage.yaml");
  const file = shown(place, process.cwd());
  const there = [place, join(folder, "spec", "sage.yaml")].find((path) => existsSync(path));
  if (there !== undefined)
    throw trouble(`${shown(there, process.cwd())} is there already`, "`sage-gen validate` judges it");
  const text = firstSpec(choices(folder, asked));
  const reading = await read({ file, source: "sage.yaml", folder, text, finding: undefined });
  if (!reading.model) return { ok: false, readings: [reading], closing: (paint) => verdict(reading, paint) };
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, text, { flag: "wx" });
  const next = `sage-gen build${file === "sage.yaml" ? "" : ` --spec ${file}`}`;
  return {
    ok: true,
    readings: [reading],
    fields: { spec: file },
    closing: () => `wrote ${file}\nnext: read it, then \`${next}\`\n`,
  };
}

function choices(folder: string, { service, project, ...asked }: Asked): Choices {
  if (asked.repository !== undefined && asked.account === undefined) {
    throw trouble("--repository without --account", "pipelines need to know the AWS account: --account 111122223333");
  }
  const services = (service ?? ["web:3000"]).map(serviceOf);
  return { ...asked, project: project ?? projectOf(folder), services };
}

function serviceOf(text: string): Choices["services"][number] {
  const [, name = "", port] = /^([^:]*)(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (name === "")
    throw trouble(`--service ${text}`, "write a name, and a port behind a colon if it listens: --service api:3000");
  return { name, port: port === undefined ? undefined : Number(port) };
}

/** The folder's name as a project's: lower-case words and hyphens. */
function projectOf(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "");
  if (name === "") throw trouble(`${folder}: its name gives no project name`, "name the product: --project NAME");
  return name;
}
