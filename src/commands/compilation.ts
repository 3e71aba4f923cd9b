// A spec that was compiled: its reading, and its artifacts.
import type { Artifact, Target } from "#schema/draft.ts";
import { compile } from "#src/compile.ts";
import type { SpecFile } from "#src/load.ts";
import { type Reading, reading, unreadable } from "./reading.ts";

/** A spec that was compiled. */
export interface Compilation extends Reading {
  readonly artifacts: readonly Artifact[];
}

/** Compiles a spec to its artifacts; of the targets in `only`, if given. */
export function build(spec: SpecFile, only: readonly Target[] | undefined): Compilation {
  if (spec.finding) return { ...unreadable(spec, spec.finding), artifacts: [] };
  const compiled = compile(spec.text, spec.source, only);
  return { ...reading(spec, compiled), artifacts: compiled.artifacts };
}
