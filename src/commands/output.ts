// The output folder of a spec: where it is, and what a build would do there.
import { resolve } from "node:path";
import type { Finding } from "#schema/finding.ts";
import type { Path } from "#schema/path.ts";
import { type Found, type Ground, type Manifest, MANIFEST, MAP, PENDING, type Plan } from "#schema/plan.ts";
import { readTree } from "#src/disk.ts";
import { shown } from "#src/load.ts";
import { concerned, type Options, plan } from "#src/plan.ts";
import { parseManifest, parseMap } from "#src/plan/records.ts";
import { isRefused } from "#src/report/diagnose.ts";
import { trouble } from "#src/report/fault.ts";
import { build, type Compilation } from "./compilation.ts";
import { settled, withFindings } from "./reading.ts";
import type { SpecFile } from "#src/load.ts";

/** A spec, what it makes, and what a build would do about it; no plan where the spec is refused. */
export interface Planned {
  readonly reading: Compilation;
  /** The output folder, absolute and as the reader would name it. */
  readonly root: string;
  readonly folder: string;
  readonly plan: Plan | undefined;
}

/** Compiles each spec and plans its build, one after the other. Throws where two would write into one folder. */
export function* planAll(
  specs: readonly SpecFile[],
  out: string | undefined,
  options: Options,
  cwd: string,
): Generator<Planned> {
  if (out !== undefined && specs.length > 1) {
    throw trouble(
      "--out names one folder, and there are several specs",
      "give each spec its own `output`, or build them one by one",
    );
  }
  const roots = new Set<string>();
  for (const spec of specs) {
    const planned = planOne(spec, out, options, cwd);
    if (planned.plan && roots.has(planned.root))
      throw trouble(`two specs write into ${shown(planned.root, cwd)}`, "give each its own `output`");
    if (planned.plan) roots.add(planned.root);
    yield planned;
  }
}

/** What is only told about any more: without the artifacts, the model and the bytes of its plan. */
export function told({ reading, plan, ...place }: Planned): Planned {
  if (!plan) return { ...place, plan, reading: { ...settled(reading), artifacts: [] } };
  const steps = plan.steps.map(({ path, target, action, edit }) => ({
    path,
    target,
    action,
    ...(edit ? { edit } : {}),
  }));
  const short = { ...settled(reading), artifacts: [], model: undefined };
  return { ...place, reading: short, plan: { ...plan, steps, pending: "" } };
}

function planOne(spec: SpecFile, out: string | undefined, options: Options, cwd: string): Planned {
  const reading = build(spec, options.only);
  const { model } = reading;
  const root = out === undefined ? resolve(spec.folder, model?.output ?? ".") : resolve(cwd, out);
  const folder = shown(root, cwd);
  if (!model || isRefused(reading.diagnostics)) return { reading, root, folder, plan: undefined };
  const missing = options.only?.find((target) => !model.targets.includes(target));
  if (missing)
    throw trouble(`--only ${missing}: ${spec.file} does not make it`, `its targets: ${model.targets.join(", ")}`);
  const ground = survey(root, folder, reading, options.force ?? false);
  if (!("tree" in ground)) return { reading: withFindings(reading, [ground]), root, folder, plan: undefined };
  const isValue = (path: Path) => !isSection(reading.document?.data, path);
  const planned = plan(reading.artifacts, ground, { ...options, folder, isValue });
  return { reading: withFindings(reading, planned.findings), root, folder, plan: planned };
}

/** Whether a path of the spec holds a map or a list; what the spec leaves out is a default, and so a value. */
function isSection(data: unknown, path: Path): boolean {
  return typeof path.reduce(childOf, data) === "object";
}

function childOf(node: unknown, key: string | number): unknown {
  return typeof node === "object" && node !== null ? (node as Record<string | number, unknown>)[key] : undefined;
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
