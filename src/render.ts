// Render: drafts become artifacts, every byte of them, with the spec paths that each line came from. Nothing refuses
// the user here: whatever is wrong is a fault of ours, and says so by throwing.
import type { Artifact, Draft, Origin } from "#schema/draft.ts";
import type { View } from "#schema/value.ts";
import { printJsonFile } from "./render/json.ts";
import { fault } from "./render/literal.ts";
import { type Printed, writePage } from "./render/page.ts";
import { templateNamed } from "./render/template.ts";
import { printYaml } from "./render/yaml.ts";

/** What rendering knows beside the drafts: the spec's file name, for headers. */
export interface RenderContext {
  readonly source: string;
}

/** Renders every draft, in their order. Throws on a draft that cannot be printed: a fault of its generator. */
export function render(drafts: readonly Draft[], context: RenderContext): readonly Artifact[] {
  return drafts.map((draft) => {
    const { text, origins, data } = named(draft.path, () => print(draft, context.source));
    return {
      path: draft.path,
      target: draft.target,
      text: text.endsWith("\n") ? text : `${text}\n`,
      executable: draft.kind === "template" && draft.executable === true,
      block: draft.kind === "block" || (draft.kind === "template" && draft.block === true),
      ...(draft.kind === "template" && draft.once === true ? { once: true } : {}),
      origins,
      ...(data === undefined ? {} : { data }),
    };
  });
}

function named<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    return fault(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function print(draft: Draft, source: string): Printed {
  const fromTemplate = (template: string, view: View): Printed =>
    writePage(template, templateNamed(template), view, source);
  switch (draft.kind) {
    case "yaml":
      return printYaml(draft, source, fromTemplate);
    case "json":
      return printJsonFile(draft.path, draft.value);
    case "template":
      return draft.block === true
        ? printBlock(draft.path, withoutEnd(fromTemplate(draft.template, draft.view).text).split("\n"))
        : checked(fromTemplate(draft.template, draft.view));
    case "block":
      return printBlock(draft.path, draft.lines);
  }
}

/** A text without the line breaks at its end. */
function withoutEnd(text: string): string {
  let end = text.length;
  while (text[end - 1] === "\n") end -= 1;
  return text.slice(0, end);
}

/** A file ends in one line break, and in no more: most pages do by themselves, and another text would be a copy. */
function checked(page: Printed): Printed {
  const { text, origins } = page;
  if (text.trim() === "") return fault("the file is empty");
  return text.endsWith("\n") && !text.endsWith("\n\n") ? page : { text: `${withoutEnd(text)}\n`, origins };
}

/**
 * The lines of ours in a file of the user's, between the marks that find them again. Where they stand in it only the
 * file knows, so that no line has an origin.
 */
function printBlock(path: string, lines: readonly string[]): Printed {
  if (/[\r\n]/.test(lines.join(""))) return fault("a block's line is one line");
  const origins: readonly Origin[] = [];
  const isProse = path.endsWith(".md");
  const mark = (word: string): string => (isProse ? `<!-- sage-gen: ${word} -->` : `# sage-gen: ${word}`);
  return { text: [mark("begin"), ...lines, ...(isProse ? [""] : []), mark("end"), ""].join("\n"), origins };
}
