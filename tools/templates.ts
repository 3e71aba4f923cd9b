// Compiles templates/ to plain steps in build/templates.ts, so that nobody's run pays for Handlebars.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { byText } from "#schema/order.ts";
import { LANGUAGES, type Language, languageOf } from "#src/render/language.ts";
import { stepsOf } from "./templates/emit.ts";
import { type Part, parseTemplate } from "./templates/parse.ts";

const ROOT = join(import.meta.dirname, "..");

/** A template as it was read: its path below templates/ without `.hbs`, its language, its text and its parts. */
export interface Source {
  readonly path: string;
  readonly language: Language;
  readonly text: string;
  readonly parts: readonly Part[];
}

/** Reads and lints every template below a folder; throws with `file:line` on what has no place in one. */
export function readTemplates(folder = join(ROOT, "templates")): readonly Source[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".hbs"))
    .map((file) => file.replaceAll("\\", "/"))
    .toSorted(byText);
  const sources = files.map((file) => readTemplate(file, readFileSync(join(folder, file), "utf8")));
  const known = new Map(sources.map((source) => [source.path, source]));
  for (const source of sources) checkPartials(source, source.parts, known);
  return sources;
}

/** Reads and lints one template, given by its path below templates/. */
export function readTemplate(file: string, text: string): Source {
  const path = file.replace(/\.hbs$/, "");
  const language = languageOf(path);
  if (language === undefined) throw new Error(`templates/${file}:1: no language is known for this file name`);
  if (/[\r\t]|\p{Surrogate}/u.test(text))
    throw new Error(`templates/${file}:1: a template has no tabs and no carriage returns`);
  const parts = parseTemplate(`templates/${file}`, text, new Set(Object.keys(LANGUAGES[language])));
  return { path, language, text, parts };
}

function checkPartials(source: Source, parts: readonly Part[], known: ReadonlyMap<string, Source>): void {
  for (const part of parts) {
    if (part.kind === "if") checkPartials(source, [...part.then, ...part.otherwise], known);
    if (part.kind === "each") checkPartials(source, [...part.body, ...part.otherwise], known);
    if (part.kind !== "partial") continue;
    const language = known.get(part.name)?.language;
    const place = `templates/${source.path}.hbs:${part.line}`;
    if (language === undefined) throw new Error(`${place}: there is no template \`${part.name}\``);
    if (language !== source.language)
      throw new Error(`${place}: \`${part.name}\` is ${language}, not ${source.language}`);
  }
}

/** The text of build/templates.ts: each template's language, and its steps as JSON. */
export function emitTemplates(sources: readonly Source[]): string {
  const lines = sources.map(({ path, language, parts }) => {
    const steps = JSON.stringify(JSON.stringify(stepsOf(parts)));
    return `  ${JSON.stringify(path)}: ["${language}", ${steps}],\n`;
  });
  return [
    "// Made by tools/templates.ts from templates/.\n",
    'import type { Language } from "#src/render/language.ts";\n\n',
    "/** Every template by its path below templates/, without `.hbs`: its language, and its steps as JSON. */\n",
    "export const TEMPLATES: Readonly<Record<string, readonly [Language, string]>> = {\n",
    ...lines,
    "};\n",
  ].join("");
}

/** Writes build/templates.ts. */
export function buildTemplates(): void {
  mkdirSync(join(ROOT, "build"), { recursive: true });
  writeFileSync(join(ROOT, "build", "templates.ts"), emitTemplates(readTemplates()));
}

if (import.meta.main) buildTemplates();
