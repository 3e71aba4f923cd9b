// A comparison for people at a terminal: worst first, a sentence a risk.
import type { Severity, Shift, Surface } from "#schema/change.ts";
import { formatPath } from "#schema/path.ts";
import { printable } from "./cells.ts";
import type { Paint, Tone } from "./paint.ts";
import {
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

const TONES: Readonly<Record<Severity, Tone>> = {
  none: "good",
  create: "good",
  update: "quiet",
  reboot: "warning",
  downtime: "warning",
  replace: "error",
  delete: "error",
  "data-loss": "error",
};
const NAMES = 8;
const REASONS = 4;
const WIDTH = 100;

/** The whole report. */
export function reviewHuman(review: Review, paint: Paint): string {
  const { comparison, file, base } = review;
  const { worst } = comparison;
  const verdict = paint(TONES[worst], verdictOf(review));
  const parts = [
    `${printable(`${file} against ${base}`)}: ${verdict}\n${printable(summary(review))}\n`,
    ...[fromElsewhere(review, NAMES) ?? [], ...renames(comparison)].flat().map(paragraph),
    section("spec", specLines(review), paint),
    ...groupsOf(comparison).map((group) => groupText(group, review, paint)),
    section(
      "whole environments",
      comparison.notes.flatMap(({ environment, text }) => wrapped(`${environment}: ${text}`)),
      paint,
    ),
    section("who reaches whom", comparison.network.flatMap(surfaceLines), paint),
    section("who may do what", comparison.permissions.flatMap(surfaceLines), paint),
    section("alarms", comparison.alarms.map(shiftLine), paint),
    section("budgets at the peak of a deployment", comparison.budgets.map(shiftLine), paint),
    section("billed (in number: prices depend on region, use and contract)", comparison.billed.map(shiftLine), paint),
    section(
      "overrides in force",
      comparison.overrides.map(({ name, target, reason }) => `${name} on ${target}: ${reason}`),
      paint,
    ),
    section("files", fileLines(review), paint),
  ];
  return parts.filter((part) => part !== "").join("\n");
}

function section(title: string, lines: readonly string[], paint: Paint): string {
  if (lines.length === 0) return "";
  return `${paint("strong", title)}\n${lines.map((line) => `  ${printable(line)}\n`).join("")}`;
}

function specLines({ comparison, line, file, isFirst }: Review): readonly string[] {
  if (isFirst) return [];
  return comparison.spec.map(
    ({ path, from, to }) => `${file}:${line(path)}  ${formatPath(path)}: ${valueText(from)} → ${valueText(to)}`,
  );
}

function groupText(group: Group, { line, file, isFirst }: Review, paint: Paint): string {
  const { severity, notes, refused, may } = group;
  const title = paint(TONES[severity], `${verb(group)}${refused ? ", refused" : ""}`);
  const who = places(group).map(([environment, keys]) => `${environment}: ${few(keys, NAMES)}`);
  const reasons = isFirst
    ? []
    : reasonsOf(group).map(
        ({ path, properties }) =>
          `${properties.includes("*") ? "" : `${few(properties, REASONS)} ← `}${formatPath(path)} (${file}:${line(path)})`,
      );
  const said = [...(refused ? [refused] : []), ...notes];
  return [
    `${title}\n`,
    ...who.flatMap((text) => wrapped(text)).map((text) => `  ${paint("strong", printable(text))}\n`),
    ...reasons.slice(0, REASONS).map((text) => `  ${paint("quiet", printable(text))}\n`),
    ...(reasons.length > REASONS
      ? [`  ${paint("quiet", `and ${reasons.length - REASONS} more lines of the spec`)}\n`]
      : []),
    ...(may === undefined ? [] : [`  not certain: ${printable(may)}\n`]),
    ...said.flatMap(({ text, source }) => [...wrapped(text), source]).map((text) => `  ${printable(text)}\n`),
  ].join("");
}

const surfaceLines = ({ environment, added, removed }: Surface): readonly string[] => [
  ...added.map((line) => `+ ${environment}: ${line}`),
  ...removed.map((line) => `- ${environment}: ${line}`),
];

const shiftLine = ({ environment, what, before, after }: Shift): string =>
  `${environment}: ${what}: ${before || "(none)"} → ${after || "(none)"}`;

function fileLines({ files }: Review): readonly string[] {
  const signs = { create: "+", update: "~", delete: "-" } as const;
  return files.map(({ path, action }) => `${signs[action]} ${path}`);
}

const paragraph = (text: string): string => `${wrapped(printable(text)).join("\n")}\n`;

/** A text in lines that fit. */
function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
