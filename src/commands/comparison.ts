// The spec against another: both compiled, compared, and told in the format that was asked for.
import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { rank, type Severity, type Side } from "#schema/change.ts";
import type { Artifact } from "#schema/draft.ts";
import { byText } from "#schema/order.ts";
import { MANIFEST } from "#schema/plan.ts";
import { type Compiled, compile } from "#src/compile.ts";
import { diff } from "#src/diff.ts";
import { commitOf, readAt } from "#src/git.ts";
import type { SpecFile } from "#src/load.ts";
import { blockOf } from "#src/plan/block.ts";
import { sha256 } from "#src/plan/hash.ts";
import { parseManifest } from "#src/plan/records.ts";
import { trouble } from "#src/report/fault.ts";
import { human } from "#src/report/human.ts";
import { plain } from "#src/report/paint.ts";
import { linesOf } from "#src/report/places.ts";
import type { FileChange, Review } from "#src/report/review.ts";
import { reviewGithub } from "#src/report/review-github.ts";
import { reviewHuman } from "#src/report/review-human.ts";
import { reviewFields } from "#src/report/review-json.ts";
import { refusedMarkdown, reviewMarkdown } from "#src/report/review-markdown.ts";
import { trialOf } from "#src/trial.ts";
import { type Answer, give } from "./answer.ts";
import type { Format } from "./flags.ts";
import { type Reading, reading, unreadable, verdict } from "./reading.ts";
import { say } from "./say.ts";

/** A spec that was compared; no review where it is refused. */
export interface Compared {
  readonly reading: Reading;
  readonly review: Review | undefined;
}

/** What the spec is compared with. */
interface Base {
  /** Undefined where there is no spec yet. */
  readonly text: string | undefined;
  /** Reads a file of the base's output, by its path relative to the spec's folder; undefined where there is none. */
  readonly read: (path: string) => string | undefined;
}

/** Compares a spec with the one that `name` leads to. Throws where that can't be told. */
export function compare(spec: SpecFile, name: string, cwd: string): Compared {
  const base = baseOf(spec, name, cwd);
  if (spec.finding) return { reading: unreadable(spec, spec.finding), review: undefined };
  const head = compile(spec.text, spec.source);
  const found = reading(spec, head);
  const side = sideOf(head);
  if (!side || !head.document) return { reading: found, review: undefined };
  const { document } = head;
  const before = base.text === undefined ? undefined : compiledBase(base.text, spec, name);
  const lines = linesOf(spec.text);
  return {
    reading: found,
    review: {
      file: spec.file,
      base: name,
      isFirst: before === undefined,
      comparison: diff(before?.side, side, trialOf(document)),
      line: (path) => lines.at(document.locate(path, "key")[0]).line,
      files: fileChanges(before?.compiled.artifacts ?? [], head.artifacts),
      generator: before ? otherMaker(before.compiled, base) : [],
    },
  };
}

/** A file where there is one of that name, else a commit. */
function baseOf(spec: SpecFile, name: string, cwd: string): Base {
  const place = resolve(cwd, name);
  if (statSync(place, { throwIfNoEntry: false })?.isFile())
    return { text: readFileSync(place, "utf8"), read: () => undefined };
  const commit = commitOf(name, join(spec.folder, spec.source));
  return { text: readAt(commit, spec.source), read: (path) => readAt(commit, path) };
}

const sideOf = ({ model, graphs, document }: Compiled): Side | undefined =>
  model && document ? { model, graphs, data: document.data } : undefined;

/** The base was fine once; where this version refuses it, nothing can be said about the change. */
function compiledBase(text: string, spec: SpecFile, name: string) {
  const compiled = compile(text, spec.source);
  const side = sideOf(compiled);
  if (side) return { compiled, side };
  const { diagnostics } = reading({ ...spec, text }, compiled);
  const [first] = diagnostics.filter(({ severity }) => severity === "error");
  throw trouble(
    `the spec at ${name} is refused, so that there is nothing to compare with: line ${first?.line ?? 0}: ${first?.message ?? ""}`,
    "name a base that this version of sage-gen takes; `sage-gen validate` on it tells all that is wrong",
  );
}

/** The files that differ; one that is the user's own once it was made is left alone. */
function fileChanges(base: readonly Artifact[], head: readonly Artifact[]): readonly FileChange[] {
  const olds = new Map(base.map((one) => [one.path, one]));
  const isOurs = (one: Artifact): boolean => one.once !== true || !olds.has(one.path);
  const news = new Set(head.map(({ path }) => path));
  const changed = head.filter(isOurs).flatMap(({ path, target, text, executable }): FileChange[] => {
    const old = olds.get(path);
    if (!old) return [{ path, target, action: "create" }];
    return old.text === text && old.executable === executable ? [] : [{ path, target, action: "update" }];
  });
  const gone = base.filter(({ path, once }) => !news.has(path) && once !== true);
  const all = [...changed, ...gone.map(({ path, target }): FileChange => ({ path, target, action: "delete" }))];
  return all.sort((a, b) => byText(a.path, b.path));
}

/** What the base has from another version of sage-gen: its manifest remembers other bytes than this one makes of its spec. */
function otherMaker({ artifacts, model }: Compiled, base: Base): readonly FileChange[] {
  const text = base.read(`${model?.output ?? "."}/${MANIFEST}`);
  const manifest = text === undefined ? undefined : parseManifest(text);
  if (manifest === undefined || typeof manifest === "string") return [];
  const ours = artifacts.filter(({ once }) => once !== true);
  const made = ours.flatMap(({ path, target, text: now, block }): FileChange[] => {
    const hash = sha256(block ? Buffer.from(blockOf(now), "latin1") : now);
    const entry = manifest.get(path);
    if (!entry) return [{ path, target, action: "create" }];
    return entry.sha256 === hash ? [] : [{ path, target, action: "update" }];
  });
  const wanted = new Set(artifacts.map(({ path }) => path));
  const gone = [...manifest].filter(([path]) => !wanted.has(path));
  return [...made, ...gone.map(([path, { target }]): FileChange => ({ path, target, action: "delete" }))];
}

/** Writes the answer and sets the exit status: 1 where the spec is refused, or it is as bad as `limit`. */
export function tell(compared: Compared, limit: Severity | undefined, format: Format | "markdown"): void {
  const answer = reviewed(compared, limit);
  if (format !== "markdown") return give(answer, format);
  const { review, reading } = compared;
  const { diagnostics, text, spec } = reading;
  process.exitCode = answer.ok ? 0 : 1;
  say(review ? reviewMarkdown(review) : refusedMarkdown(spec.file, human(diagnostics, text, plain)));
}

/** The answer: not fine where the spec is refused, or where it is as bad as `limit`. */
export function reviewed({ reading, review }: Compared, limit: Severity | undefined): Answer {
  if (!review) return { ok: false, readings: [reading], closing: (paint) => verdict(reading, paint) };
  return {
    ok: limit === undefined || rank(review.comparison.worst) < rank(limit),
    readings: [reading],
    fields: reviewFields(review),
    annotations: reviewGithub(review),
    closing: (paint) => reviewHuman(review, paint),
  };
}
