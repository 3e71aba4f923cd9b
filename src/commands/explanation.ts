// What the catalogue says of a code, as an answer.
import { CATALOGUE, type Code, entryOf } from "#schema/catalogue.ts";
import { nearest } from "#schema/nearest.ts";
import { byText } from "#schema/order.ts";
import { trouble } from "#src/report/fault.ts";
import type { Answer } from "./answer.ts";

const codes = (Object.keys(CATALOGUE) as Code[]).sort(byText);

/** Whether a word is meant as a code: an area and a problem. */
export const isCode = (word: string): boolean => /^[a-z]+\/[a-z-]+$/.test(word);

/** One code's explanation. Throws where there is no such code. */
export function explainCode(name: string): Answer {
  const code = codes.find((known) => known === name);
  if (!code) {
    const near = nearest(name, codes);
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

/** Every code with the first sentence of its explanation. */
export function listCodes(): Answer {
  const list = codes.map((code) => ({ code, severity: entryOf(code).severity, gist: gist(entryOf(code).explanation) }));
  const width = Math.max(...codes.map((code) => code.length));
  return {
    ok: true,
    readings: [],
    fields: { codes: list },
    closing: (paint) => list.map(({ code, gist }) => `${paint("strong", code.padEnd(width))}  ${gist}\n`).join(""),
  };
}

function gist(explanation: string): string {
  const paragraph = (explanation.split("\n\n")[0] ?? "").replaceAll("\n", " ");
  return /^.*?[.](?= |$)/.exec(paragraph)?.[0] ?? paragraph;
}
