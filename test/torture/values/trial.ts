// One text in one place of a spec: refused with a place, or every generated file says that text where another text stood
// before, and nothing else changed.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Path } from "#schema/path.ts";
import { compile } from "#src/compile.ts";
import { oneLine } from "#src/render/comment.ts";
import type { Judged } from "#schema/judged.ts";
import { diagnosticsOf } from "#src/report/diagnostics.ts";
import { isRefused } from "#src/report/tally.ts";
import type { Data } from "../../support/specs.ts";
import { callsCanary } from "./execute.ts";
import { pathOf, type Place, shownPlace } from "./places.ts";
import { type Tree, treeOf } from "./readers.ts";
import { difference } from "./same.ts";

const FULL = parse(readFileSync(join(import.meta.dirname, "full.yaml"), "utf8")) as Data;

/** What became of a text in a place. */
export interface Result {
  readonly end: "refused" | "same text" | "parsed";
  readonly scripts: number;
  readonly lost: readonly string[];
}

/** The spec with another text in a place; a name is another wherever it is used. */
export function specWith(place: Place, text: string): string {
  const path = pathOf(place, FULL);
  if (!path) throw new Error(`values/full.yaml has nothing at ${shownPlace(place)}`);
  return `${JSON.stringify(place.isKey ? renamed(FULL, String(path.at(-1)), text) : put(FULL, path, text), null, 1)}\n`;
}

function put(data: unknown, [step, ...rest]: Path, text: string): unknown {
  if (step === undefined) return text;
  if (Array.isArray(data)) return data.map((item, index) => (index === step ? put(item, rest, text) : item));
  return entries(data, ([key, value]) => [key, key === step ? put(value, rest, text) : value]);
}

function renamed(data: unknown, from: string, to: string): unknown {
  if (data === from) return to;
  if (Array.isArray(data)) return data.map((item) => renamed(item, from, to));
  if (typeof data !== "object" || data === null) return data;
  return entries(data, ([key, value]) => [key === from ? to : key, renamed(value, from, to)]);
}

/** A map with its entries changed; `__proto__` stays a key. */
const entries = (data: unknown, change: (entry: [string, unknown]) => [string, unknown]): object =>
  Object.fromEntries(Object.entries(data as object).map(change));

type Trees = ReadonlyMap<string, { readonly text: string; readonly tree: Tree }>;
const trees = new Map<string, Promise<Tree>>();

/** Every file as a tree; what was read before is not read again. */
async function read(files: ReadonlyMap<string, string>): Promise<Trees> {
  const found = [...files].map(async ([path, text]): Promise<[string, { text: string; tree: Tree }]> => {
    const key = `${path}\n${text}`;
    const tree = trees.get(key) ?? treeOf(path, text);
    if (text.length < 100_000) trees.set(key, tree);
    return [path, { text, tree: await tree }];
  });
  return new Map(await Promise.all(found));
}

const filesOf = (spec: string): ReadonlyMap<string, string> =>
  new Map(compile(spec, "sage.yaml").artifacts.map(({ path, text }) => [path, text]));

/** Marks: the first that a place takes stands there for comparison, shaped as the text is. */
const marksFor = (text: string): readonly string[] => {
  const steps = text.split("/").map((step, index) => (step === "" ? "" : `qzmark${"abcdefgh"[index % 8] ?? ""}`));
  const whole = ["qzmark", "/qzmark", "qzmarka/qzmarkb", "qzmark.qzmark.org"];
  // A wildcard is no host that a user could be sent to; a key of a map stands for another one of the same map.
  const alike = [text.replace(/^\*\..*/s, "*.qzmark.org"), text.replace(/^(\/.+\/).*/s, "$1qzmark")];
  const all = [steps.join("/"), ...alike.filter((mark) => mark !== text), ...whole];
  return all.filter((mark) => mark.length < 300 && mark.includes("q"));
};
const marked = new Map<string, ReadonlyMap<string, string>>();

function filesWith(place: Place, mark: string): ReadonlyMap<string, string> {
  const key = `${shownPlace(place)} ${mark}`;
  const files = marked.get(key) ?? filesOf(specWith(place, mark));
  marked.set(key, files);
  return files;
}

/** Puts the text in the place, and judges what comes. */
export async function trial(place: Place, text: string): Promise<Result> {
  const spec = specWith(place, text);
  const lost: string[] = [];
  const { document, findings, artifacts } = compile(spec, "sage.yaml");
  if (artifacts.length === 0) return { end: "refused", scripts: 0, lost: placeless(findings, document, spec) };
  const files = new Map(artifacts.map((artifact) => [artifact.path, artifact.text]));
  for (const path of files.keys())
    if (path.length > 1024 || path.split("/").some((part) => Buffer.byteLength(part) > 255))
      lost.push(`a path of ${path.length} characters cannot be written`);
  const after = await read(files);
  const mark =
    place.isKey || oneLine(text) === "" ? undefined : marksFor(text).find((one) => filesWith(place, one).size > 0);
  if (mark === undefined) return { end: "parsed", scripts: 0, lost };
  const before = await read(filesWith(place, mark));
  return { end: "same text", ...compared(before, after, { mark, text }, lost) };
}

function placeless(findings: Judged["findings"], document: Judged["document"], text: string): string[] {
  const diagnostics = diagnosticsOf(findings, { text, locate: document?.locate }, "sage.yaml");
  if (!isRefused(diagnostics)) return ["it is refused without an error"];
  return diagnostics.flatMap(({ code, line, column }) => (line < 1 || column < 1 ? [`${code} has no place`] : []));
}

function compared(before: Trees, after: Trees, swap: { mark: string; text: string }, lost: string[]) {
  let scripts = 0;
  for (const [path, was] of before) {
    const now = after.get(path) ?? after.get(path.split(swap.mark).join(swap.text));
    if (!now) lost.push(`${path} is not there any more`);
    else if (now.text !== was.text) {
      const found = difference(path, was.tree, now.tree, swap);
      if (found !== undefined) lost.push(`${path}${found}`);
      for (const script of scriptsOf(path, now.text)) {
        scripts += 1;
        if (callsCanary(script)) lost.push(`${path} called the canary`);
      }
    }
  }
  if (after.size !== before.size) lost.push(`${before.size} files became ${after.size}`);
  return { scripts, lost };
}

/** What a shell would execute of a file. */
function scriptsOf(path: string, text: string): readonly string[] {
  if (path.endsWith(".sh")) return [text];
  if (path.endsWith("Dockerfile")) return [...text.matchAll(/^RUN ((?:.*\\\n)*.*)$/gm)].map(([, body]) => body ?? "");
  if (!path.startsWith(".github/workflows/")) return [];
  const { jobs } = parse(text) as { readonly jobs: Readonly<Record<string, { steps?: { run?: string }[] }>> };
  return Object.values(jobs).flatMap(({ steps }) => (steps ?? []).flatMap(({ run }) => run ?? []));
}
