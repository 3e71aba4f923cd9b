// The inputs by their numbers: the same number is the same input, on every machine and in every run.
import { isUtf8 } from "node:buffer";
import { parse, stringify } from "yaml";
import { SPECS } from "../../laws/lowered.ts";
import { type Data, sampleSpecs, textOf } from "../../support/specs.ts";
import { type Chance, chanceOf } from "../chance.ts";
import { mutate } from "./mutate.ts";
import { bytes, scramble, soup, tree } from "./scramble.ts";

/** An input, and how it was made. */
export interface Input {
  readonly kind: string;
  readonly text: string;
}

const VALID: readonly (readonly [text: string, data: Data])[] = SPECS.map(([, text]) => [text, parse(text) as Data]);

/** A valid spec: one of the goldens, or one of its own. */
function valid(chance: Chance, number: number): Data {
  if (chance.once(2)) return chance.of(VALID)[1];
  return sampleSpecs(1, number)[0]?.data ?? {};
}

function mutated(chance: Chance, number: number): Data {
  const data = structuredClone(valid(chance, number)) as Record<string, unknown>;
  for (let left = 1 + chance.upTo(chance.once(5) ? 6 : 1); left > 0; left--) mutate(data, chance);
  return data;
}

/** Data as a spec, in one of the ways that YAML has for it. */
const written = (data: unknown, chance: Chance): string =>
  chance.once(2) ? stringify(data, { aliasDuplicateObjects: chance.once(2) }) : textOf(data as Data);

const KINDS: readonly (readonly [kind: string, share: number, make: (chance: Chance, number: number) => string])[] = [
  ["near-valid", 2, (_, number) => sampleSpecs(1, number)[0]?.text ?? ""],
  ["mutated", 6, (chance, number) => written(mutated(chance, number), chance)],
  ["scrambled", 5, (chance) => scramble(chance.of(VALID)[0], chance)],
  ["random tree", 3, (chance) => written(tree(chance), chance)],
  ["random YAML", 4, (chance) => soup(chance)],
  ["random bytes", 1, (chance) => decoded(bytes(chance, chance.of(VALID)[0]))],
];

/** Bytes as the command reads them; what is no UTF-8 never comes to the compiler, and stands here as Latin-1 would. */
const decoded = (buffer: Uint8Array): string => Buffer.from(buffer).toString(isUtf8(buffer) ? "utf8" : "latin1");
const SHARES = KINDS.flatMap((kind) => Array.from({ length: kind[1] }, () => kind));

/** The input of a number. */
export function inputOf(number: number): Input {
  const chance = chanceOf(number);
  const [kind, , make] = chance.of(SHARES);
  return { kind, text: make(chance, number) };
}

/** A spec, and what became of it: changed in a place or two, or another one. Either may be refused. */
export function pairOf(number: number): readonly [base: string, head: string] {
  const chance = chanceOf(number);
  const base = valid(chance, number);
  if (chance.once(3)) return [textOf(base), textOf(valid(chance, number + 1))];
  const head = structuredClone(base) as Record<string, unknown>;
  for (let left = 1 + chance.upTo(2); left > 0; left--) mutate(head, chance);
  return chance.once(2) ? [textOf(base), textOf(head)] : [textOf(head), textOf(base)];
}
