// The spec as text and as data at once, so that any path can be shown where it stands.
import type { Path } from "./path.ts";

/** One YAML document with unique keys and known tags. */
export interface Document {
  /** The file's name, for headers and findings. */
  readonly source: string;
  readonly text: string;
  /** Plain data: maps, lists, texts, numbers, booleans, null. */
  readonly data: unknown;
  /** Byte offsets (UTF-16 units) of a node's key or value; of the nearest ancestor where the path leads nowhere. */
  locate(path: Path, at: "key" | "value"): readonly [number, number];
}
