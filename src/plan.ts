// Artifacts and what is on disk to a plan: what will be written, what removed, and what must not be touched. Pure.
import type { Artifact, Target } from "#schema/draft.ts";
import type { Finding } from "#schema/finding.ts";
import { byText } from "#schema/order.ts";
import type { Path } from "#schema/path.ts";
import {
  type Edit,
  type Entry,
  type Found,
  type Ground,
  type Manifest,
  MANIFEST,
  MAP,
  type Plan,
  type Step,
} from "#schema/plan.ts";
import { blockOf, dropBlock, findBlock, putBlock } from "./plan/block.ts";
import { editOf, leftover } from "./plan/edit.ts";
import { isSaidBy } from "./plan/keep.ts";
import { sha256 } from "./plan/hash.ts";
import { originsOf, printManifest, printMap } from "./plan/records.ts";

export interface Options {
  /** Only these targets: the files of others stay as they are. */
  readonly only?: readonly Target[] | undefined;
  /** Overwrite what was edited by hand or is not ours. */
  readonly force?: boolean;
  /** The output folder as the reader would name it, for findings. */
  readonly folder?: string;
  /** Whether a spec path holds one value, which a reader could change instead of a file. */
  readonly isValue?: (path: Path) => boolean;
}

/** Every path that `plan` needs to know about. */
export function concerned(artifacts: readonly Artifact[], ...manifests: readonly Manifest[]): string[] {
  const paths = new Set<string>();
  for (const { path } of artifacts) paths.add(path);
  for (const manifest of manifests) for (const path of manifest.keys()) paths.add(path);
  return [...paths, MANIFEST, MAP].sort();
}

/** Plans a build of these artifacts onto that ground. */
export function plan(artifacts: readonly Artifact[], ground: Ground, options: Options = {}): Plan {
  const wanted = new Map(artifacts.map((artifact) => [artifact.path, artifact]));
  const kept = keptOf(ground.manifest, wanted, options.only);
  const known = new Set([...ground.manifest.keys(), ...ground.pending.keys()]);
  const gone = [...known].filter((path) => !wanted.has(path) && !kept.has(path));
  const files = gone.map((path) => toRemove(path, ground, options)).filter((step) => step !== undefined);
  const manifest = new Map(kept);
  const map = new Map([...ground.map].filter(([path]) => kept.has(path)));
  for (const artifact of artifacts) {
    // Made once: for the hash and for what is written.
    const bytes = Buffer.from(artifact.text);
    if (!isUsers(artifact, ground)) files.push(toWrite(artifact, bytes, ground, options));
    if (artifact.once) continue;
    manifest.set(artifact.path, entryOf(artifact, bytes));
    map.set(artifact.path, originsOf(artifact));
  }
  files.sort((a, b) => byText(a.path, b.path));
  const pending = printManifest(manifest);
  const steps = [...files, record(MAP, printMap(map), ground), record(MANIFEST, pending, ground)];
  return { steps, findings: findingsOf(steps, ground, options), pending, begun: [...ground.pending.keys()] };
}

/** What another target owns, while only some are built. */
function keptOf(manifest: Manifest, wanted: ReadonlyMap<string, Artifact>, only: Options["only"]): Manifest {
  const others = [...manifest].filter(([, { target }]) => only !== undefined && !only.some((name) => name === target));
  return new Map(others.filter(([path]) => !wanted.has(path)));
}

function entryOf({ target, block }: Artifact, bytes: Buffer): Entry {
  return { sha256: sha256(bytes), target, block };
}

/** What was made once is the user's own, whatever stands there. */
function isUsers({ once, path }: Artifact, ground: Ground): boolean {
  return once === true && foundAt(path, ground).kind !== "none";
}

/** The hashes by which a path is known to be ours as it stands. */
function hashesOf(path: string, ground: Ground): string[] {
  return [ground.manifest.get(path), ground.pending.get(path)].flatMap((entry) => (entry ? [entry.sha256] : []));
}

function foundAt(path: string, ground: Ground): Found {
  const found = ground.tree.get(path);
  if (!found) throw new Error(`the plan was not told what stands at ${path}`);
  return found;
}

function toWrite(artifact: Artifact, bytes: Buffer, ground: Ground, options: Options): Step {
  const { path, target, executable } = artifact;
  const found = foundAt(path, ground);
  if (artifact.block) return blockToWrite(artifact, found, ground, options);
  const write = { bytes, executable };
  if (found.kind === "none") return { path, target, action: "create", write };
  if (found.kind !== "file") return { path, target, action: "foreign" };
  if (bytes.equals(found.bytes)) {
    const same = (found.executable ?? executable) === executable;
    return same ? { path, target, action: "unchanged" } : { path, target, action: "update", write };
  }
  const hashes = hashesOf(path, ground);
  if (options.force || hashes.includes(sha256(found.bytes))) return { path, target, action: "update", write };
  if (hashes.length === 0) return { path, target, action: "foreign" };
  const text = Buffer.from(found.bytes).toString("utf8");
  return isSaidBy(artifact, text) ? { path, target, action: "update", write } : edited(artifact, text, options);
}

/** A file that is left alone, with what its reader needs to keep the edit or take it back. */
function edited(artifact: Artifact, found: string, { isValue = () => false }: Options): Step {
  const { path, target } = artifact;
  return { path, target, action: "edited", edit: editOf(artifact, found, isValue) };
}

function blockToWrite(artifact: Artifact, found: Found, ground: Ground, options: Options): Step {
  const { path, target, text } = artifact;
  if (found.kind === "none") return { path, target, action: "create", write: writeText(blockOf(text), false) };
  if (found.kind !== "file") return { path, target, action: "foreign" };
  const file = Buffer.from(found.bytes).toString("latin1");
  const old = findBlock(file);
  const block = blockOf(text);
  if (old === block) return { path, target, action: "unchanged" };
  const ours = old === undefined || hashesOf(path, ground).includes(sha256(Buffer.from(old, "latin1")));
  if (!ours && !options.force) return edited(artifact, Buffer.from(old, "latin1").toString("utf8"), options);
  return { path, target, action: "update", write: writeText(putBlock(file, block), found.executable ?? false) };
}

function writeText(latin1: string, executable: boolean) {
  return { bytes: Buffer.from(latin1, "latin1"), executable };
}

/** The removal of what we wrote once and no longer want; what is not a file any more is simply forgotten. */
function toRemove(path: string, ground: Ground, options: Options): Step | undefined {
  const found = foundAt(path, ground);
  if (found.kind !== "file") return undefined;
  const entry = ground.manifest.get(path) ?? ground.pending.get(path);
  const target = entry?.target ?? "";
  const file = Buffer.from(found.bytes).toString("latin1");
  const part = entry?.block ? findBlock(file) : file;
  if (part === undefined) return undefined;
  const ours = options.force || hashesOf(path, ground).includes(sha256(Buffer.from(part, "latin1")));
  if (!ours) return ground.manifest.has(path) ? { path, target, action: "edited", edit: leftover(file) } : undefined;
  const rest = entry?.block ? dropBlock(file) : "";
  if (rest !== "") return { path, target, action: "update", write: writeText(rest, found.executable ?? false) };
  return { path, target, action: "delete" };
}

/** A record of our own: written anew whenever it differs. */
function record(path: string, text: string, ground: Ground): Step {
  const found = foundAt(path, ground);
  const write = { bytes: Buffer.from(text), executable: false };
  if (found.kind === "none") return { path, target: "sage", action: "create", write };
  if (found.kind !== "file") return { path, target: "sage", action: "foreign" };
  if (write.bytes.equals(found.bytes)) return { path, target: "sage", action: "unchanged" };
  return { path, target: "sage", action: "update", write };
}

/** What the catalogue needs to know of a hand edit. */
function wordsOf(path: string, { key = "", keeping, conflict, diff }: Edit): Finding["values"] {
  return {
    path,
    key,
    override: keeping ? "yes" : "",
    conflict: conflict ? "yes" : "",
    orphan: diff === "" ? "yes" : "",
  };
}

function findingsOf(steps: readonly Step[], ground: Ground, { folder = "" }: Options): Finding[] {
  return steps.flatMap(({ path, action, edit }): Finding[] => {
    if (action !== "edited" && action !== "foreign") return [];
    const file = folder === "" || folder === "." ? path : `${folder}/${path}`;
    const found = foundAt(path, ground);
    if (found.kind === "outside")
      return [{ code: "output/outside", path: [], file, values: { path: file, link: found.link } }];
    if (edit) return [{ code: "output/hand-edited", path: [], file, values: wordsOf(file, edit) }];
    const odd = found.kind === "other" ? { problem: `can't be written: ${found.what}`, help: "move it away" } : {};
    return [{ code: "output/not-ours", path: [], file, values: { path: file, ...odd } }];
  });
}
