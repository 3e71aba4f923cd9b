// The languages of templates: which helpers each has, told by the name of the file.
import { DOCKERFILE } from "./dockerfile.ts";
import { LINES } from "./dotenv.ts";
import { hclHelpers } from "./hcl-body.ts";
import { MARKDOWN } from "./markdown.ts";
import type { Helper } from "./page.ts";
import { SHELL } from "./shell.ts";
import { table } from "./table.ts";
import { TYPESCRIPT } from "./typescript.ts";

/** Every language's helpers. */
export const LANGUAGES = {
  dockerfile: DOCKERFILE,
  /** Few specs have files in it, and only they read how it is written. */
  get hcl() {
    return hclHelpers();
  },
  lines: LINES,
  markdown: { ...MARKDOWN, table },
  shell: SHELL,
  typescript: TYPESCRIPT,
} satisfies Readonly<Record<string, Readonly<Record<string, Helper>>>>;

export type Language = keyof typeof LANGUAGES;

const BY_NAME: readonly (readonly [RegExp, Language])[] = [
  [/\.(?:ts|mts|mjs|js)$/, "typescript"],
  [/\.sh$/, "shell"],
  [/\.tf$/, "hcl"],
  [/\.md$/, "markdown"],
  [/(?:^|\/)(?:[^/]*\.)?Dockerfile(?:\.[^/]*)?$/, "dockerfile"],
  [/(?:\.dockerignore|\.env\.example|\.gitignore|\.npmrc)$/, "lines"],
];

/** The language of a template by its path below `templates/`, without `.hbs`; undefined where none is known. */
export const languageOf = (path: string): Language | undefined => BY_NAME.find(([name]) => name.test(path))?.[1];
