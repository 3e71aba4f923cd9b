// What mutations put in: values of other types, texts that break something somewhere, and the words that the spec knows.
import * as z from "zod";
import { peel, specSchema } from "#schema/spec.ts";
import { NASTY } from "../../laws/nasty.ts";

/** Every key that the spec knows anywhere. */
function keysOf(schema: z.ZodType): readonly string[] {
  const inner = peel(schema);
  if (inner instanceof z.ZodRecord) return keysOf(inner.valueType as z.ZodType);
  if (inner instanceof z.ZodArray) return keysOf(inner.element as z.ZodType);
  if (!(inner instanceof z.ZodObject)) return [];
  return Object.entries(inner.shape).flatMap(([key, field]) => [key, ...keysOf(field as z.ZodType)]);
}
export const KEYS: readonly string[] = [...new Set(keysOf(specSchema))];

/** Names that objects of JavaScript have already, and other names that are rarely thought of. */
export const ODD_NAMES: readonly string[] = [
  "__proto__ constructor prototype toString valueOf hasOwnProperty __defineGetter__ length name then toJSON",
  "$ << null true no 1 0x1f - a-- -a A Ä sécurité x-note default class import await database cache index network",
]
  .flatMap((line) => line.split(" "))
  .concat(["", " ", "a b", "a.b", "a/b", "\u0000", "\ufeff", "\u202e", "\ud800", "k".repeat(300)]);

/** Values that somebody's spec has where another is meant. */
export const ODD_VALUES: readonly unknown[] = [
  [null, true, false, 0, -0, -1, 1, 1.5, 1e21, 1e-7, NaN, Infinity, -Infinity, 2 ** 53, 65536, 99999999999],
  ["", " ", "0", "1", "-1", "5m", "0s", "0m", "1ms", "99999999999999999999d", "1e3s", "0%", "100%", "1000%", "-5%"],
  ["0.0.0.0/0", "10.0.0.0/33", "10.0.0.1/16", "255.255.255.255/32", "10.0.0.0/8", "999.1.1.1/16", "10.0.0.0/28"],
  ["1B", "0GiB", "99999999999TiB", "0.1GiB", "20GiB", "512MiB", "db.t4g.nano", "cache.t4g.huge", "18", "99", "8.0"],
  ["* * * * *", "0 0 31 2 *", "*/0 * * * *", "60 24 0 13 8", "0 0 * * 7", "a b c d e", "sun:00:00-sun:00:00"],
  ["..", "../..", ".", "/", "/etc/passwd", "a/../b", "C:\\x", "~", "CON", "a".repeat(256), "a/".repeat(200) + "a"],
  ["us-east-1", "us-gov-west-1", "cn-north-1", "xx-nowhere-9", "eu-central-1", "00:00-00:00", "23:59-00:29"],
  [[], {}, [[]], [null], [{}], { a: 1 }, { "": "" }, [1, "a", true], { __proto__x: 1 }, "database", "cache", "all"],
  NASTY,
].flat();
