// Every Dockerfile that the specs make, as its stages by a parser of Dockerfiles.
import { type Copy, DockerfileParser, type From, type Instruction } from "dockerfile-ast";
import type { TARGETS } from "#schema/draft.ts";
import { compile } from "#src/compile.ts";
import { SPECS } from "./lowered.ts";

/** A Dockerfile, and the text of the spec that makes it. */
export interface Dockerfile {
  readonly name: string;
  readonly spec: string;
  readonly path: string;
  readonly text: string;
}

export interface Stage {
  readonly name: string;
  /** What it stands on: an image, or a stage by its name. */
  readonly image: string;
  readonly instructions: readonly Instruction[];
}

/** Those of some targets. */
export function dockerfiles(...targets: readonly (typeof TARGETS)[number][]): readonly Dockerfile[] {
  return SPECS.flatMap(([spec, text]) =>
    compile(text, "sage.yaml", targets)
      .artifacts.filter(({ path }) => /(^|\/)Dockerfile$/.test(path))
      .map((artifact) => ({ name: `${spec}: ${artifact.path}`, spec: text, path: artifact.path, text: artifact.text })),
  );
}

export function stagesOf(text: string): readonly Stage[] {
  const stages: { name: string; image: string; instructions: Instruction[] }[] = [];
  for (const one of DockerfileParser.parse(text).getInstructions()) {
    if (one.getKeyword() === "FROM") {
      const from = one as From;
      stages.push({ name: from.getBuildStage() ?? "", image: from.getImage() ?? "", instructions: [] });
    } else stages.at(-1)?.instructions.push(one);
  }
  return stages;
}

/** The instructions of a stage, those of the stages that it stands on first, and the image below them all. */
export function whole(stages: readonly Stage[], stage: Stage): Stage {
  const base = stages.find(({ name }) => name === stage.image && name !== "");
  if (!base) return stage;
  const { image, instructions } = whole(stages, base);
  return { name: stage.name, image, instructions: [...instructions, ...stage.instructions] };
}

/** What a stage says of a keyword, the stages that it stands on first. */
export const said = (stages: readonly Stage[], stage: Stage, keyword: string): readonly string[] =>
  whole(stages, stage)
    .instructions.filter((one) => one.getKeyword() === keyword)
    .map(contentOf);

/** An instruction's arguments in one line. */
export const contentOf = (one: Instruction): string => one.getArgumentsContent()?.replace(/\\\n\s*/g, " ") ?? "";

/** Where a COPY takes its files from; undefined for the context. The parser's own getter wants it to be the only flag. */
export const sourceOf = (one: Instruction): string | undefined =>
  (one as Copy)
    .getFlags()
    .find((flag) => flag.getName() === "from")
    ?.getValue() ?? undefined;

export const last = (stages: readonly Stage[]): Stage => stages.at(-1) ?? { name: "", image: "", instructions: [] };
