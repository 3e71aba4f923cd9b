// What the catalogue says of a code, of findings and of causes, as an answer.
import { CATALOGUE, type Code, entryOf } from "#schema/catalogue.ts";
import { CAUSES } from "#schema/causes.ts";
import { nearest } from "#schema/nearest.ts";
import { byText } from "#schema/order.ts";
import { trouble } from "#src/report/fault.ts";
import type { Paint } from "#src/report/paint.ts";
import type { Answer } from "./answer.ts";

const causes = Object.keys(CAUSES).sort(byText);
const codes = (Object.keys(CATALOGUE) as Code[]).sort(byText);

/** Whether a word is meant as a code: an area and a problem. */
export const isCode = (word: string): boolean => /^[a-z]+\/[a-z-]+$/.test(word);

/** One code's explanation. Throws where there is no such code. */
export function explainCode(name: string): Answer {
  const cause = CAUSES[name];
  if (cause) return explainCause(name);
  const code = codes.find((known) => known === name);
  if (!code) {
    const near = nearest(name, [...codes, ...causes]);
    throw trouble(
      `there is no code \`${name}\``,
      near ? `did you mean \`${near}\`?` : "`sage-gen explain` lists them all",
    );
  }
  const { severity, explanation } = entryOf(code);
  return {
    ok: true,
    readings: [],
    fields: { code, severity, explanation },
    closing: (paint) => `${paint(severity, `${severity}[${code}]`)}\n\n${explanation}\n`,
  };
}

/** One cause of trouble: what its lines look like, why it happens, and what mends it. */
function explainCause(code: string): Answer {
  const { summary = "", explanation = "", sources = [] } = CAUSES[code] ?? {};
  return {
    ok: true,
    readings: [],
    fields: { code, severity: "cause", summary, explanation, sources },
    closing: (paint) =>
      `${paint("strong", `cause[${code}]`)}: ${summary}\n\n${explanation}\n\nfrom\n${sources.map((source) => `  ${source}\n`).join("")}`,
  };
}

/** Every code with the first sentence of its explanation. */
export function listCodes(): Answer {
  const list = codes.map((code) => ({ code, severity: entryOf(code).severity, gist: gist(entryOf(code).explanation) }));
  const told = causes.map((code) => ({ code, summary: CAUSES[code]?.summary ?? "" }));
  const width = Math.max(...[...codes, ...causes].map((code) => code.length));
  const row = (paint: Paint, code: string, text: string): string => `${paint("strong", code.padEnd(width))}  ${text}\n`;
  return {
    ok: true,
    readings: [],
    fields: { codes: list, causes: told },
    closing: (paint) =>
      `${list.map(({ code, gist }) => row(paint, code, gist)).join("")}\ncauses that \`sage-gen diagnose\` knows\n${told.map(({ code, summary }) => row(paint, code, summary)).join("")}`,
  };
}

function gist(explanation: string): string {
  const paragraph = (explanation.split("\n\n")[0] ?? "").replaceAll("\n", " ");
  return /^.*?[.](?= |$)/.exec(paragraph)?.[0] ?? paragraph;
}
