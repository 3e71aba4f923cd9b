// What a log told, for people: the cause first, then what to do now, what to change, and how to know that it helped.
import type { Diagnosis, Pattern, Step, Verdict } from "#schema/diagnosis.ts";
import { patchJson, seen } from "./causes-json.ts";
import { printable } from "./cells.ts";
import { counted } from "./tally.ts";
import type { Paint } from "./paint.ts";

const WIDTH = 110;

/** The whole report; `offers` says how the changes get into the spec, where they are not on their way already. */
export function causesHuman(verdict: Verdict, offers: boolean, paint: Paint): string {
  const { log, file, lines, causes, environment, reason, note, patterns } = verdict;
  const name = log === "-" ? "standard input" : log;
  const noted = note === undefined ? "" : `${paint("warning", `${note}: what follows is of what could be read`)}\n`;
  if (causes.length === 0) return noted + unknown(name, lines, patterns, paint);
  const head = `${printable(name)}, ${counted(lines, "line")}, with ${file}: told for ${paint("strong", environment)} (${reason})\n`;
  const blocks = causes.map((cause) => (cause.from === undefined ? root(cause, paint) : symptom(cause, paint)));
  return `${noted}${head}\n${blocks.join("\n")}\n${closing(verdict, offers)}\n`;
}

function unknown(name: string, lines: number, patterns: readonly Pattern[], paint: Paint): string {
  const title = paint("strong", `no known cause in ${printable(name)}, ${counted(lines, "line")}`);
  if (patterns.length === 0) return `${title}\n`;
  const width = Math.max(...patterns.map(({ count }) => String(count).length));
  const rows = patterns.map(({ pattern, count, line }) => {
    return `  ${String(count).padStart(width)} × ${printable(cut(pattern))}  ${paint("quiet", `first at ${line}`)}\n`;
  });
  return `${title}; its most frequent kinds of lines (# is what differs):\n${rows.join("")}`;
}

const cut = (text: string): string => (text.length > WIDTH ? `${text.slice(0, WIDTH)}…` : text);

function root(cause: Diagnosis, paint: Paint): string {
  const title = `${paint("error", `cause[${cause.code}]`)}${paint("strong", `: ${cause.summary}`)}\n`;
  return [
    title,
    evidence(cause, "  ", paint),
    section("why", cause.because.flatMap(item), paint),
    section("now", cause.immediate.flatMap(step), paint),
    section("for good", [...cause.longTerm.flatMap(item), ...patchLines(cause)], paint),
    section("to see that it helped", cause.verify.flatMap(step), paint),
    `  ${paint("quiet", `more: sage-gen explain ${cause.code}`)}\n`,
  ].join("");
}

function symptom(cause: Diagnosis, paint: Paint): string {
  const title = `${paint("warning", `symptom[${cause.code}]`)}: ${cause.summary}\n`;
  return `${title}  it follows from ${cause.from ?? ""}: mend that first\n${evidence(cause, "  ", paint)}`;
}

function evidence(cause: Diagnosis, indent: string, paint: Paint): string {
  const width = Math.max(0, ...cause.quotes.map(({ line }) => String(line).length));
  const quotes = cause.quotes.map(
    ({ line, text }) => `${indent}${paint("quiet", `${String(line).padStart(width)} │`)} ${printable(text)}\n`,
  );
  return `${indent}${seen(cause)}\n${quotes.join("")}`;
}

function section(title: string, lines: readonly string[], paint: Paint): string {
  if (lines.length === 0) return "";
  return `  ${paint("strong", title)}\n${lines.map((line) => `    ${printable(line)}\n`).join("")}`;
}

const item = (text: string): readonly string[] => wrapped(`- ${text}`, "  ");

function step({ text, command }: Step): readonly string[] {
  return [...item(text), ...(command === undefined ? [] : command.split("\n").map((line) => `      ${line}`))];
}

function patchLines({ patch }: Diagnosis): readonly string[] {
  if (patch.length === 0) return [];
  return [
    "- in the spec, as a JSON Patch; the spec is right with it:",
    ...patchJson(patch).map((one) => `      ${JSON.stringify(one)}`),
  ];
}

function closing({ causes }: Verdict, offers: boolean): string {
  const roots = causes.filter(({ from }) => from === undefined);
  const symptoms = causes.length - roots.length;
  const patches =
    offers && roots.some(({ patch }) => patch.length > 0) ? "; --patch writes the changes into the spec" : "";
  return `${counted(roots.length, "cause")}${symptoms === 0 ? "" : `, ${counted(symptoms, "symptom")}`}${patches}`;
}

/** A text in lines of bounded width; what follows the first is indented. */
function wrapped(text: string, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
