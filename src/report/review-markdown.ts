// A comparison as the comment of a pull request: one, found again by its hidden mark and updated in place.
import type { Severity, Shift, Surface } from "#schema/change.ts";
import { formatPath } from "#schema/path.ts";
import {
  count,
  few,
  fromElsewhere,
  type Group,
  groupsOf,
  places,
  reasonsOf,
  renames,
  type Review,
  summary,
  valueText,
  verb,
  verdictOf,
} from "./review.ts";

/** What GitHub takes as one comment is 65536 characters; in bytes, and less some room for whoever posts it. */
const LIMIT = 60_000;
const sizeOf = (text: string): number => Buffer.byteLength(text);
const NAMES = 10;

const SIGNS: Readonly<Record<Severity, string>> = {
  none: "✅",
  create: "🟢",
  update: "🔵",
  reboot: "🟠",
  downtime: "🟠",
  replace: "🔴",
  delete: "🔴",
  "data-loss": "⛔",
};

/** The hidden mark, by which whoever posts the comment finds the one that is there. */
export const markOf = (file: string): string => `<!-- sage-gen diff ${file.replaceAll("--", "- -")} -->`;

/** The comment. */
export function reviewMarkdown(review: Review): string {
  const { comparison, file, base } = review;
  const { worst, notes } = comparison;
  const top = [
    markOf(file),
    `### ${SIGNS[worst]} ${code(file)} against ${code(base)}: ${verdictOf(review)}`,
    "",
    `${text(summary(review))}.`,
    "",
    ...[fromElsewhere(review, NAMES) ?? [], ...renames(comparison)].flat().flatMap((said) => [text(said), ""]),
    ...table(review),
    ...risks(review),
    ...notes.map(({ environment, text: said, source }) => `- **${text(environment)}**: ${text(said)} [↗](${source})`),
    "",
  ].join("\n");
  const details = [
    folded("Changes of the spec", specRows(review)),
    folded("Who reaches whom by the network", comparison.network.flatMap(surfaceRows)),
    folded("Who may do what", comparison.permissions.flatMap(surfaceRows)),
    folded("Alarms", shiftRows(comparison.alarms)),
    folded("Budgets at the peak of a deployment", shiftRows(comparison.budgets)),
    folded("What is billed, in number: prices depend on region, use and contract", shiftRows(comparison.billed)),
    folded(
      "Overrides in force",
      comparison.overrides.map(({ name, target, reason }) => `- ${code(name)} on ${code(target)}: ${text(reason)}`),
    ),
    folded(`Generated files: ${review.files.length}`, fileRows(review)),
  ];
  return within(top, details);
}

/** Whole sections, as many as fit. */
function within(top: string, details: readonly string[]): string {
  let body = sizeOf(top) > LIMIT ? `${cut(top, LIMIT)}\n\n…\n` : top;
  let left = 0;
  for (const detail of details) {
    if (sizeOf(body) + sizeOf(detail) > LIMIT) left++;
    else body += detail;
  }
  return left === 0
    ? body
    : `${body}\n${count(left, "section is", "sections are")} too long for a comment: run \`sage-gen diff\`.\n`;
}

/** Whole lines, as many as fit. */
const cut = (text: string, size: number): string => {
  const short = Buffer.from(text).subarray(0, size).toString("utf8");
  return short.slice(0, short.lastIndexOf("\n"));
};

/** The comment where the spec is refused: there is nothing to compare. */
export function refusedMarkdown(file: string, report: string): string {
  const fence = "`".repeat(Math.max(3, ...(report.match(/`+/g) ?? []).map((run) => run.length + 1)));
  const inner = sizeOf(report) > LIMIT ? `${cut(report, LIMIT)}\n…\n` : report;
  return `${markOf(file)}\n### ${SIGNS["data-loss"]} ${code(file)} is refused\n\n${fence}text\n${inner.trimEnd()}\n${fence}\n`;
}

function table(review: Review): readonly string[] {
  const groups = groupsOf(review.comparison);
  if (groups.length === 0) return [];
  return ["| | What | Resources | Because of |", "|---|---|---|---|", ...groups.map((group) => row(group, review)), ""];
}

function row(group: Group, { line, isFirst }: Review): string {
  const who = places(group).map(([environment, keys]) => `${text(environment)}: ${few(keys.map(code), NAMES)}`);
  const reasons = reasonsOf(group).map(({ path }) => `${code(formatPath(path))} (line ${line(path)})`);
  const what = `${verb(group)}${group.refused ? ", **refused**" : ""}`;
  return `| ${SIGNS[group.severity]} | ${what} | ${who.join("<br>")} | ${isFirst ? "the first spec" : few(reasons, 4)} |`;
}

/** A sentence a risk, worst first, each once, with who says so. */
function risks({ comparison }: Review): readonly string[] {
  const said = new Map<string, { readonly sign: string; readonly names: Set<string> }>();
  for (const { severity, notes, refused, may, members } of groupsOf(comparison)) {
    const unsure = may === undefined ? [] : [`not certain: ${text(may)}`];
    const sentences = [...(refused ? [refused] : []), ...notes].map((note) => `${text(note.text)} [↗](${note.source})`);
    for (const sentence of [...sentences, ...unsure]) {
      const risk = said.get(sentence) ?? { sign: SIGNS[severity], names: new Set() };
      for (const { key } of members) risk.names.add(code(key));
      said.set(sentence, risk);
    }
  }
  return [...said].map(([sentence, { sign, names }]) => `- ${sign} ${few([...names], 4)}: ${sentence}`);
}

function folded(title: string, rows: readonly string[]): string {
  if (rows.length === 0) return "";
  return `<details><summary>${text(title)}</summary>\n\n${rows.join("\n")}\n\n</details>\n`;
}

function specRows({ comparison, line, isFirst }: Review): readonly string[] {
  if (isFirst || comparison.spec.length === 0) return [];
  const rows = comparison.spec.map(
    ({ path, from, to }) =>
      `| ${line(path)} | ${code(formatPath(path))} | ${code(valueText(from))} | ${code(valueText(to))} |`,
  );
  return ["| Line | Path | Before | After |", "|---|---|---|---|", ...rows];
}

const surfaceRows = ({ environment, added, removed }: Surface): readonly string[] => [
  ...added.map((line) => `- ➕ ${text(environment)}: ${code(line)}`),
  ...removed.map((line) => `- ➖ ${text(environment)}: ${code(line)}`),
];

function shiftRows(shifts: readonly Shift[]): readonly string[] {
  if (shifts.length === 0) return [];
  const rows = shifts.map(
    ({ environment, what, before, after }) =>
      `| ${text(environment)} | ${text(what)} | ${text(before)} | ${text(after)} |`,
  );
  return ["| Environment | What | Before | After |", "|---|---|---|---|", ...rows];
}

const fileRows = ({ files }: Review): readonly string[] => files.map(({ path, action }) => `- ${action} ${code(path)}`);

/** A code span; a bar would end a table's cell. */
function code(value: string): string {
  const line = value.replaceAll(/\s+/g, " ").replaceAll("|", "¦");
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const space = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${fence}${space}${line}${space}${fence}`;
}

/** Prose in which nothing is markup, a mention or a link to an issue, but what stands between backticks. */
function text(value: string): string {
  const parts = value.replaceAll(/\s+/g, " ").split(/`([^`]+)`/);
  return parts.map((part, index) => (index % 2 === 1 ? code(part) : prose(part))).join("");
}

const prose = (value: string): string =>
  value
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(/[\\`*_~[\]|#]/g, "\\$&")
    .replaceAll("@", "@\u200b");
