// Changes of a spec as text, and texts that never were a spec.
import type { Chance } from "../chance.ts";
import { KEYS, ODD_VALUES } from "./words.ts";

const SIGNS = [
  ..."{}[]:,#&*!|>'\"%@`-?~ \t\n\r=<.0aé\u0000\u0085\u00a0\u2028\u202e\ufeff\ud83c",
  "\n\n",
  "  ",
  "---\n",
  "...\n",
].concat([
  "<<: *a\n",
  "&a ",
  "*a",
  "!!set ",
  "!<x> ",
  "%YAML 1.1\n",
  "? ",
  "- ",
  ": ",
  "|+\n",
  ">-\n",
  "\\u0000",
  "# ",
]);

/** The text with one to eight places changed: characters and lines that came, went or changed places. */
export function scramble(text: string, chance: Chance): string {
  let now = text;
  for (let left = 1 + chance.upTo(8); left > 0; left--) now = scrambled(now, chance);
  return now;
}

function scrambled(text: string, chance: Chance): string {
  const at = chance.upTo(text.length + 1);
  const way = chance.upTo(7);
  if (way < 2) return text.slice(0, at) + chance.of(SIGNS) + text.slice(at);
  if (way === 2) return text.slice(0, at) + text.slice(at + 1 + chance.upTo(chance.once(5) ? 40 : 1));
  if (way === 3) return text.slice(0, at) + text.slice(0, at).slice(-chance.upTo(60)) + text.slice(at);
  const lines = text.split("\n");
  const line = chance.upTo(lines.length);
  if (way === 4) lines.splice(line, 1);
  else if (way === 5) lines[line] = (chance.once(2) ? "  " : "") + (lines[line] ?? "").replace(/^ ?/, "");
  else lines.splice(chance.upTo(lines.length), 0, lines[line] ?? "");
  return lines.join("\n");
}

/** YAML without sense: the spec's words and signs in any order, indented somehow. */
export function soup(chance: Chance): string {
  let text = "";
  for (let left = 1 + chance.upTo(60); left > 0; left--) {
    const way = chance.upTo(6);
    if (way === 0) text += chance.of(SIGNS);
    else if (way === 1) text += `${" ".repeat(chance.upTo(8))}${chance.of(KEYS)}: `;
    else if (way === 2) text += `\n${" ".repeat(2 * chance.upTo(5))}${chance.of(KEYS)}:`;
    else if (way === 3) text += ` ${String(JSON.stringify(chance.of(ODD_VALUES)))}\n`;
    else if (way === 4) text += ` ${String(chance.of(ODD_VALUES))}\n`;
    else text += `\n${"  ".repeat(chance.upTo(4))}- `;
  }
  return text;
}

/** Values without sense, nested, under the spec's words. */
export function tree(chance: Chance, depth = 0): unknown {
  const way = depth > 5 ? 0 : chance.upTo(4);
  if (way === 0) return chance.of(ODD_VALUES);
  if (way === 1) return Array.from({ length: chance.upTo(4) }, () => tree(chance, depth + 1));
  return Object.fromEntries(Array.from({ length: chance.upTo(7) }, () => [chance.of(KEYS), tree(chance, depth + 1)]));
}

/** Bytes: any, or those of a spec with some of them changed. */
export function bytes(chance: Chance, text: string): Uint8Array {
  const isNew = chance.once(2);
  const buffer = isNew ? new Uint8Array(chance.upTo(600)) : new TextEncoder().encode(text);
  const changes = isNew ? buffer.length : 1 + chance.upTo(6);
  for (let index = 0; index < changes; index++) {
    buffer[isNew ? index : chance.upTo(buffer.length)] = chance.upTo(chance.once(3) ? 128 : 256);
  }
  return buffer;
}
