// How a hand edit is kept where no key of the spec says it: the entry of `overrides` that makes the same change.
import { parse } from "yaml";
import { isPlainMap, ownOf } from "#schema/data.ts";
import type { Artifact } from "#schema/draft.ts";
import type { Keeping, KeepingStep } from "#schema/plan.ts";
import { byText } from "#schema/order.ts";
import { linesOf, type Run, runsOf } from "./lines.ts";

/** More than this is no exception any more, and nothing that a reader would check. */
const MOST_STEPS = 6;

/** The override, of a file that is data or of one property of a resource; undefined where none says the same. */
export function keepingOf(
  { path, data }: Artifact,
  found: string,
  runs: readonly Run[],
  old: readonly string[],
  now: readonly string[],
): Keeping | undefined {
  if (data === undefined) return path.endsWith(".ts") ? ofResource(runs, old, now) : undefined;
  const value = dataIn(found);
  const steps = value === undefined ? [] : stepsOf("", data, value);
  return steps.length === 0 || steps.length > MOST_STEPS || steps.some(isCode)
    ? undefined
    : { file: path, patch: steps };
}

function dataIn(text: string): unknown {
  try {
    return parse(text, { logLevel: "error" });
  } catch {
    return undefined;
  }
}

/** Expressions are code to whoever reads the file, and a patch brings plain values alone. */
const isCode = ({ value }: KeepingStep): boolean => JSON.stringify(value ?? null).includes("${");

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const escaped = (key: string): string => key.replaceAll("~", "~0").replaceAll("/", "~1");

/** The operations that lead from one value to another. */
function stepsOf(path: string, from: unknown, to: unknown): readonly KeepingStep[] {
  if (isSame(from, to)) return [];
  if (isPlainMap(from) && isPlainMap(to)) {
    const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort(byText);
    return keys.flatMap((key) => child(`${path}/${escaped(key)}`, ownOf(from, key), ownOf(to, key)));
  }
  if (Array.isArray(from) && Array.isArray(to) && from.length <= to.length)
    return to.flatMap((one: unknown, index) =>
      index < from.length
        ? stepsOf(`${path}/${index}`, from[index], one)
        : [{ op: "add", path: `${path}/-`, value: one }],
    );
  const guard = typeof from === "object" || isCode({ op: "test", path, value: from });
  return [...(guard ? [] : [{ op: "test" as const, path, value: from }]), { op: "replace", path, value: to }];
}

function child(path: string, from: unknown, to: unknown): readonly KeepingStep[] {
  if (to === undefined) return [{ op: "remove", path }];
  return from === undefined ? [{ op: "add", path, value: to }] : stepsOf(path, from, to);
}

/** `    launchType: "EC2",`, and how deep it stands. */
const PROPERTY = /^(?<indent> +)(?<name>[A-Za-z]\w*): (?<value>"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false),$/;
const ANY_PROPERTY = /^(?<indent> +)(?<name>[A-Za-z]\w*): /;
const OPENS = /^(?<indent> *)(?:(?<name>[A-Za-z]\w*): )?\{$/;

/** One property of a resource that has another value, or is new, in a line of its own. */
function ofResource(
  [run, ...more]: readonly Run[],
  old: readonly string[],
  now: readonly string[],
): Keeping | undefined {
  if (!run || more.length > 0 || run.new[1] - run.new[0] !== 1 || run.old[1] - run.old[0] > 1) return undefined;
  const { indent = "", name, value } = PROPERTY.exec(now[run.new[0]] ?? "")?.groups ?? {};
  const before = ANY_PROPERTY.exec(old[run.old[0]] ?? "")?.groups;
  const isNew = run.old[1] === run.old[0];
  if (name === undefined || value === undefined || (!isNew && before?.["name"] !== name)) return undefined;
  const home = resourceAround(now, run.new[0], indent.length);
  if (!home) return undefined;
  const path = `/${[...home.path, name].join("/")}`;
  return { on: home.key, patch: [{ op: isNew ? "add" : "replace", path, value: JSON.parse(value) as unknown }] };
}

interface Home {
  readonly key: string;
  readonly path: readonly string[];
}

/** The resource in whose properties a line stands, and the way down to it; none through a list or a text of JSON. */
function resourceAround(lines: readonly string[], at: number, indent: number): Home | undefined {
  const path: string[] = [];
  let depth = indent;
  for (let index = at - 1; index >= 0; index--) {
    const line = lines[index] ?? "";
    if (line.trim() === "" || line.length - line.trimStart().length >= depth) continue;
    const head = HEAD.exec(line)?.groups;
    if (head) return { key: keyOf(head["type"] ?? "", head["called"] ?? ""), path };
    const open = OPENS.exec(line)?.groups;
    if (!open) return undefined;
    depth = (open["indent"] ?? "").length;
    if (open["name"] !== undefined) path.unshift(open["name"]);
    else return broken(lines, index, path);
  }
  return undefined;
}

/** `new aws.ecs.Service("backend-service", {`; a longer one is broken into lines. */
const HEAD = /\bnew (?<type>[\w.]+)\("(?<called>[^"]+)", \{$/;
const TYPE = /\bnew (?<type>[\w.]+)\($/;
const CALLED = /^ +"(?<called>[^"]+)",$/;

function broken(lines: readonly string[], index: number, path: readonly string[]): Home | undefined {
  const called = CALLED.exec(lines[index - 1] ?? "")?.groups?.["called"];
  const type = TYPE.exec(lines[index - 2] ?? "")?.groups?.["type"];
  return called === undefined || type === undefined ? undefined : { key: keyOf(type, called), path };
}

/** Target groups are named after their service alone, for Pulumi's suffix. */
const keyOf = (type: string, called: string): string => (type === "aws.lb.TargetGroup" ? `${called}-targets` : called);

/** What an override writes beside what it changes; a long reason goes on in the next lines. */
const OVERRIDDEN = /^\s*(?:#|\/\/) Overridden .*\(.+\): /;
const COMMENT = /^\s*(?:#|\/\/) /;

/** Whether an artifact says all that stands there, and more only by the comments of overrides: nothing is lost then. */
export function isSaidBy({ text, data }: Artifact, found: string): boolean {
  const [all, now] = [linesOf(text), linesOf(found)];
  if (data !== undefined) return isSameData(data, dataIn(found)) && commentsIn(now).every((one) => text.includes(one));
  const old = all.filter((line, index) => !isOfOverride(all, line, index) || now.includes(line));
  if (old.length === all.length) return false;
  const moved = runsOf(old, now).flatMap((run) => [old.slice(...run.old), now.slice(...run.new)].flat());
  return moved.length === 0 || (moved.length === 2 && moved[0] === moved[1] && PROPERTY.test(moved[0] ?? ""));
}

/** A line of such a comment: its first one, or one that goes on from it. */
function isOfOverride(lines: readonly string[], line: string, index: number): boolean {
  if (OVERRIDDEN.test(line)) return true;
  return COMMENT.test(line) && index > 0 && isOfOverride(lines, lines[index - 1] ?? "", index - 1);
}

/** What a reader of YAML wrote for other readers: after a `#` that begins a line or follows a blank. */
const commentsIn = (lines: readonly string[]): readonly string[] =>
  lines.flatMap((line) => /(?:^|\s)#.*$/.exec(line)?.[0].trim() ?? []);

const isSameData = (a: unknown, b: unknown): boolean => stepsOf("", a, b).length === 0;
