// The output folder of a spec: where it is, and what a build would do there.
import { resolve } from "node:path";
import { valueAt } from "#schema/data.ts";
import type { Finding } from "#schema/finding.ts";
import type { Path } from "#schema/path.ts";
import { type Found, type Ground, LOCK, type Manifest, MANIFEST, MAP, PENDING, type Plan } from "#schema/plan.ts";
import { readTree } from "#src/disk.ts";
import { shown } from "#src/load.ts";
import { lock, type Release } from "#src/lock.ts";
import { concerned, type Options, plan } from "#src/plan.ts";
import { parseManifest, parseMap } from "#src/plan/records.ts";
import { isRefused } from "#src/report/tally.ts";
import { trouble } from "#src/report/fault.ts";
import { type Claim, inTurn } from "./claims.ts";
import { build, type Compilation } from "./compilation.ts";
import { withFindings } from "./reading.ts";
import type { SpecFile } from "#src/load.ts";

/** A spec that was compiled, and the output folder: absolute, and as the reader would name it. */
interface Place {
  readonly reading: Compilation;
  readonly root: string;
  readonly folder: string;
}

/** And what a build would do about it; no plan where the spec is refused. */
export interface Planned extends Place {
  readonly plan: Plan | undefined;
}

/** What a build may do, and whether it means to write: then each output folder is its own until the next is asked for. */
export interface Intent extends Options {
  readonly writes?: boolean;
}

/**
 * Compiles each spec and plans its build, one after the other. Throws where two would write into one folder, and where
 * another process writes into it.
 */
export function* planAll(
  specs: Iterable<SpecFile>,
  out: string | undefined,
  intent: Intent,
  cwd: string,
  claim: Claim = inTurn(),
): Generator<Planned> {
  for (const spec of specs) {
    const place = placeOf(spec, out, intent, cwd);
    if (isRefusedAt(place)) {
      yield { ...place, plan: undefined };
      continue;
    }
    if (!claim(place.root)) throw trouble(`two specs write into ${place.folder}`, "give each its own `output`");
    const release = intent.writes === true ? held(place) : () => {};
    try {
      yield planned(place, intent);
    } finally {
      release();
    }
  }
}

/** The folder, for this process alone. */
function held({ root, folder }: Place): Release {
  const taken = lock(root);
  if (typeof taken !== "number") return taken;
  const who = taken === 0 ? "" : ` (process ${taken})`;
  throw trouble(
    `another sage-gen writes into ${folder}${who}`,
    `wait until it has ended; if none is running, remove ${folder}/${LOCK}`,
  );
}

/** Compiles a spec, and says where its output is. */
function placeOf(spec: SpecFile, out: string | undefined, { only }: Options, cwd: string): Place {
  const reading = build(spec, only);
  const { model } = reading;
  const root = out === undefined ? resolve(spec.folder, model?.output ?? ".") : resolve(cwd, out);
  const missing = model && only?.find((target) => !model.targets.includes(target));
  if (model && missing)
    throw trouble(`--only ${missing}: ${spec.file} does not make it`, `its targets: ${model.targets.join(", ")}`);
  return { reading, root, folder: shown(root, cwd) };
}

/** Whether a spec is refused, so that no output is looked at. */
function isRefusedAt({ reading }: Place): boolean {
  return !reading.model || isRefused(reading.diagnostics);
}

function planned({ reading, root, folder }: Place, options: Options): Planned {
  const ground = survey(root, folder, reading, options.force ?? false);
  if (!("tree" in ground)) return { reading: withFindings(reading, [ground]), root, folder, plan: undefined };
  const isValue = (path: Path) => !isSection(reading.document?.data, path);
  const made = plan(reading.artifacts, ground, { ...options, folder, isValue });
  return { reading: withFindings(reading, made.findings), root, folder, plan: made };
}

/** Whether a path of the spec holds a map or a list; what the spec leaves out is a default, and so a value. */
function isSection(data: unknown, path: Path): boolean {
  return typeof valueAt(data, path) === "object";
}

/** Reads what stands in the output folder; a manifest that can't be trusted is a finding, unless it is overwritten. */
function survey(root: string, folder: string, { artifacts }: Compilation, force: boolean): Ground | Finding {
  const records = readTree(root, [MANIFEST, MAP, PENDING]);
  const manifest = manifestIn(records.get(MANIFEST));
  if (typeof manifest === "string" && !force) return badManifest(`${folder}/${MANIFEST}`, manifest);
  const pending = manifestIn(records.get(PENDING));
  const known = {
    manifest: orEmpty(manifest),
    pending: orEmpty(pending),
    map: parseMap(textIn(records.get(MAP)) ?? "{}"),
  };
  return { ...known, tree: readTree(root, concerned(artifacts, known.manifest, known.pending)) };
}

function badManifest(path: string, problem: string): Finding {
  const help =
    "take it from your last commit; or, after a merge of two builds, `sage-gen build --force` to write everything anew, which overwrites files that were edited";
  return { code: "output/not-ours", path: [], file: path, values: { path, problem, help } };
}

function manifestIn(found: Found | undefined): Manifest | string {
  const text = textIn(found);
  return text === undefined ? new Map() : parseManifest(text);
}

const orEmpty = (manifest: Manifest | string): Manifest => (typeof manifest === "string" ? new Map() : manifest);

function textIn(found: Found | undefined): string | undefined {
  return found?.kind === "file" ? Buffer.from(found.bytes).toString("utf8") : undefined;
}
