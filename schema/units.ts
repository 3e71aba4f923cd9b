// Quantities carry their unit: durations, sizes and shares as the spec spells them, and as numbers.

/** The kinds of quantity that the spec knows. */
export type Quantity = "duration" | "size" | "share";

const DURATION = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86400 } as const;
const SIZE = { KB: 1e3, MB: 1e6, GB: 1e9, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 } as const;

/** What a quantity looks like in the spec; also the patterns of the JSON Schema. */
export const PATTERNS: Readonly<Record<Quantity, RegExp>> = {
  duration: /^(0|[1-9][0-9]{0,8})(ms|s|m|h|d)$/,
  size: /^(0|[1-9][0-9]{0,8})(KB|MB|GB|KiB|MiB|GiB|TiB)$/,
  share: /^(0|[1-9][0-9]{0,2})(\.[0-9]{1,2})?%$/,
};

/** Right forms, for help texts and the JSON Schema. */
export const EXAMPLES: Readonly<Record<Quantity, readonly string[]>> = {
  duration: ["500ms", "30s", "5m", "1h", "7d"],
  size: ["512MiB", "20GiB", "200MB"],
  share: ["80%"],
};

/** Between them stands only `/`, which no quantity has. */
const [DOT, NINE] = [46, 57] as const;

function parts(text: string, quantity: Quantity): [number, string] {
  if (!PATTERNS[quantity].test(text)) throw new Error(`not a ${quantity}: ${text}`);
  let end = 0;
  for (let code = text.charCodeAt(0); code >= DOT && code <= NINE; code = text.charCodeAt(end)) end++;
  return [Number(text.slice(0, end)), text.slice(end)];
}

/** `5m` in seconds. Throws on what the check stage lets through by a fault of ours. */
export function seconds(text: string): number {
  const [amount, unit] = parts(text, "duration");
  return amount * DURATION[unit as keyof typeof DURATION];
}

/** `1GiB` in bytes. */
export function bytes(text: string): number {
  const [amount, unit] = parts(text, "size");
  return amount * SIZE[unit as keyof typeof SIZE];
}

/** 1024 MiB as `1GiB`: as the spec would spell a whole number of MiB. */
export const sizeOf = (mebibytes: number): string =>
  mebibytes % 1024 === 0 ? `${mebibytes / 1024}GiB` : `${mebibytes}MiB`;

/** `80%` as 80. */
export function percent(text: string): number {
  return parts(text, "share")[0];
}
