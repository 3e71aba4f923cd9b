// A finding is born with a path and values; the catalogue gives it words, and the document a line, once, at the end.
import type { Code } from "./catalogue.ts";
import type { Path } from "./path.ts";

/** What is wrong, where, and with which values. */
export interface Finding {
  readonly code: Code;
  readonly path: Path;
  /** Which part of the node is meant: its key, its value, or (the default) the value where there is one. */
  readonly at?: "key" | "value";
  /** What the catalogue's words are made from. */
  readonly values: Readonly<Record<string, string>>;
  /** A byte range of the source, where no path leads (syntax errors). */
  readonly range?: readonly [number, number];
  /** Another place that the reader needs: where the other declaration stands. */
  readonly related?: Path;
  /** The file that is meant where it is not the spec: one of the output, as the reader would name it. */
  readonly file?: string;
}

export type Severity = "error" | "warning";

/** A finding with its words and its place: what reporters draw and `--json` prints. */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  readonly help: string;
  readonly file: string;
  /** 1-based; 0 where a finding has no place in a file. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly path: string;
  readonly related?: { readonly line: number; readonly column: number; readonly message: string };
}

/** What a stage that may refuse gives: its noun and what it found; no noun, if an error stands in the way. */
export interface Outcome<T> {
  readonly value: T | undefined;
  readonly findings: readonly Finding[];
}
