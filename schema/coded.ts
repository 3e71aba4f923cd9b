// How a zod issue carries a code of the catalogue: written by the scalars, read by the check stage.
import { CATALOGUE, type Code } from "./catalogue.ts";
import { CODED } from "./scalars.ts";

function unpack(message: string): [string, Record<string, string>] | undefined {
  return message.startsWith(CODED)
    ? (JSON.parse(message.slice(CODED.length)) as [string, Record<string, string>])
    : undefined;
}

/** The code in an issue's message, or undefined where zod worded it. */
export function codeOf(message: string): Code | undefined {
  const code = unpack(message)?.[0];
  if (code === undefined) return undefined;
  if (!(code in CATALOGUE)) throw new Error(`not a code of the catalogue: ${code}`);
  return code as Code;
}

/** The values that go with the code. */
export function valuesOf(message: string): Readonly<Record<string, string>> {
  return unpack(message)?.[1] ?? {};
}
