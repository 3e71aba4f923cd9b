// The leaves of a spec, and which of them matter to nobody: changed, no artifact changes and nothing is reported.
import { readdirSync, readFileSync } from "node:fs";
import { type Document, isMap, isScalar, isSeq, parseDocument } from "yaml";
import { formatPath, type Path } from "#schema/path.ts";
import { compile } from "#src/compile.ts";

/** The folders of the reference spec and of every golden one. */
export const cases = [
  "spec",
  ...readdirSync("test/golden")
    .sort()
    .map((name) => `test/golden/${name}`),
];

/** Where the output lies is the plan's matter, and stands in no artifact. */
const ELSEWHERE = new Set(["output"]);

function leavesOf(node: unknown, path: Path = []): Path[] {
  if (isMap(node)) return node.items.flatMap((pair) => leavesOf(pair.value, [...path, String(pair.key)]));
  if (isSeq(node)) return node.items.flatMap((item, index) => leavesOf(item, [...path, index]));
  return isScalar(node) ? [path] : [];
}

/** Other values of the same kind: small changes, some of which the spec takes and some it refuses. */
function changes(value: unknown): unknown[] {
  if (typeof value === "boolean") return [!value];
  if (typeof value === "number") return [value + 1, value - 1];
  const text = String(value);
  if (/^\d+[A-Za-z%]+$/.test(text)) return [text.replace(/^\d+/, (digits) => String(Number(digits) * 2))];
  return [
    `${text}x`,
    text.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
    ...CHOICES.filter((choice) => choice !== text),
  ].filter((other) => other !== value);
}
const CHOICES = ["none", "per-az", "nestjs", "public", "internal", "pnpm", "arm64", "existing", "Average"];

/** What a user sees of a compilation. */
function seen(text: string): string | undefined {
  const { model, artifacts, findings } = compile(text, "sage.yaml");
  return model && JSON.stringify([artifacts.map((one) => [one.path, one.text]), findings]);
}

/** How many leaves the spec of a folder has, and each change of one that nobody would see. */
export function idleLeaves(folder: string): {
  readonly leaves: number;
  readonly changes: number;
  readonly idle: readonly string[];
} {
  const text = readFileSync(`${folder}/sage.yaml`, "utf8");
  const document: Document = parseDocument(text);
  const before = seen(text);
  const leaves = leavesOf(document.contents).filter((path) => !ELSEWHERE.has(formatPath(path)));
  let tried = 0;
  const idle = leaves.flatMap((path) =>
    changes(document.getIn(path)).flatMap((other) => {
      tried += 1;
      const changed = document.clone();
      changed.setIn(path, other);
      return seen(changed.toString()) === before ? [`${formatPath(path)}: ${String(other)}`] : [];
    }),
  );
  return { leaves: leaves.length, changes: tried, idle };
}
