// Who may import whom: the top level is read from left to right, stages know nouns and their own folder alone, and each
// package has one owner.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..", "..");
const FOLDERS = ["schema", "generators", "src", "tools"];

interface Import {
  readonly file: string;
  /** A file of ours by its path, or a package by its name. */
  readonly to: string;
  /** Types alone: gone when the program runs. */
  readonly isType: boolean;
}

const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => `${folder}/${file.replaceAll("\\", "/")}`),
);
const sources = new Map(files.map((file) => [file, readFileSync(join(ROOT, file), "utf8")]));
const imports: readonly Import[] = [...sources].flatMap(([file, text]) => importsOf(file, text));

function importsOf(file: string, text: string): Import[] {
  const statement = /^(?:import|export)\b([^"';]*?\bfrom )?\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/gm;
  return [...text.matchAll(statement)].map(([, clause = "", fixed, dynamic]) => {
    const isType = /^\s*type\b/.test(clause) && !/^\s*type\s+from/.test(clause);
    return { file, to: resolved(file, fixed ?? dynamic ?? ""), isType };
  });
}

function resolved(file: string, specifier: string): string {
  if (specifier.startsWith("#")) return specifier.slice(1);
  return specifier.startsWith(".") ? normalize(join(dirname(file), specifier)).replaceAll("\\", "/") : specifier;
}

/** What files of a place may import beside their own subfolder. The first place that fits a file counts. */
const PLACES: readonly (readonly [place: RegExp, allowed: RegExp])[] = [
  [/^schema\//, /^(schema\/|zod$)/],
  [/^generators\/(index|target)\.ts$/, /^(schema\/|generators\/(target|[a-z]+\/index)\.ts$)/],
  // The document shows the picture that the command draws, and draws it by the same hand.
  [/^generators\/docs\//, /^(schema\/|generators\/target\.ts$|generators\/docs\/|src\/picture(?:\.ts|\/mermaid\.ts)$)/],
  [/^generators\/([a-z]+)\//, /^(schema\/|generators\/target\.ts$|generators\/$1\/)/],
  // The facts are read from emitted texts alone: whoever reads them may know neither the spec nor what printed them.
  [/^src\/(facts)(?:\.ts|\/)/, /^(schema\/(?:fact|finding|order|plan)\.ts$|src\/facts\/|yaml$)/],
  [
    /^src\/(parse|check|glance|resolve|lower|override|diff|diagnose|verify|plan)(?:\.ts|\/)/,
    /^(schema\/|src\/$1\/|build\/|yaml$|zod$|node:crypto$)/,
  ],
  [/^src\/(render)(?:\.ts|\/)/, /^(schema\/|src\/render\/|build\/|yaml$)/],
  [/^src\/(picture)(?:\.ts|\/)/, /^(schema\/|src\/picture\/|@dagrejs\/dagre$)/],
  [/^src\/scrutiny\.ts$/, /^(schema\/|src\/(parse|check|resolve)\.ts$)/],
  [/^src\/judge\.ts$/, /^(schema\/|src\/(glance|resolve|scrutiny)\.ts$)/],
  [/^src\/compile\.ts$/, /^(schema\/|generators\/index\.ts$|src\/(judge|lower|override|render|verify)\.ts$)/],
  [/^src\/trial\.ts$/, /^(schema\/|src\/(check|resolve|lower|override)\.ts$)/],
  [/^src\/amend\.ts$/, /^(schema\/|src\/(parse\/amend|judge)\.ts$)/],
  [/^src\/disk\.ts$/, /^(schema\/|node:)/],
  [/^src\/lock\.ts$/, /^(schema\/|src\/disk\.ts$|node:)/],
  [/^src\/(init)\//, /^(schema\/|src\/$1\/|yaml$)/],
  [/^src\/(report)\//, /^(schema\/|src\/$1\/)/],
  [/^src\/(?:load(?:\.ts|\/)|log\.ts$|git\.ts$)/, /^(schema\/|src\/load\/|src\/report\/fault\.ts$|node:)/],
  [
    /^src\/commands\//,
    /^(schema\/|src\/(commands|init|report|plan)\/|src\/(judge|compile|amend|diff|diagnose|trial|plan|disk|lock|facts|load|log|git|picture|picture\/(?:mermaid|svg)|launch\/flags)\.ts$|build\/|@oclif\/core|@clack\/prompts$|@modelcontextprotocol\/|zod$|node:)/,
  ],
  [/^src\/cli\.ts$/, /^(schema\/|src\/(commands|report)\/|build\/|@oclif\/core|node:)/],
  [/^src\/launch(?:\.ts|\/)/, /^(src\/launch\/|node:)/],
  [/^tools\//, /./],
];

function isAllowed({ file, to }: Import): boolean {
  for (const [place, allowed] of PLACES) {
    const found = place.exec(file);
    if (found) return new RegExp(allowed.source.replaceAll("$1", found[1] ?? "")).test(to);
  }
  return false;
}

/** Who may import a package. */
const OWNERS: Readonly<Record<string, RegExp>> = {
  "@clack/prompts": /^src\/commands\/questions\.ts$/,
  "@dagrejs/dagre": /^src\/picture\/svg\//,
  "@modelcontextprotocol/server": /^src\/commands\/serving\.ts$/,
  "@oclif/core": /^(src\/(commands\/|cli\.ts)|tools\/commands\.ts)/,
  esbuild: /^tools\//,
  handlebars: /^tools\/templates/,
  rolldown: /^tools\/bundle/,
  // Beside parser and printer, who reads emitted YAML back, edited or not: by the package, because a reader of our own would share the
  // printer's mistakes. A compose file is not ours: it has merge keys, which a spec has not.
  yaml: /^src\/(parse|render\/yaml|plan\/keep\.ts$|facts\/yaml\.ts$|init\/compose\/file\.ts$)/,
  // Beside the spec, what a tool of an assistant takes.
  zod: /^(schema\/|src\/check|src\/commands\/serving\.ts|tools\/(?:schema|form)\.ts$)/,
};

const isOurs = (to: string): boolean => /^(schema|generators|src|tools|test|build)\//.test(to);
const packageOf = (to: string): string => to.split("/", to.startsWith("@") ? 2 : 1).join("/");
const shown = ({ file, to }: Import): string => `${file} imports ${to}`;

describe("imports", () => {
  test("go where their place allows", () => {
    expect(imports.length).toBeGreaterThan(100);
    expect(imports.filter((one) => !isAllowed(one)).map(shown)).toEqual([]);
  });

  test("of a package come from its owner", () => {
    const packages = imports.filter(({ to }) => !isOurs(to) && !to.startsWith("node:"));
    const strangers = packages.filter(({ file, to }) => !OWNERS[packageOf(to)]?.test(file));
    expect(strangers.map(shown)).toEqual([]);
  });

  // The package's code is run as kept scripts, and such a script can ask for nothing that is not bundled.
  test("of Node.js's own modules stand at the top of a file", () => {
    expect([...sources].filter(([, text]) => /\bimport\(\s*["'`]node:/.test(text)).map(([file]) => file)).toEqual([]);
  });

  test("go in no circle", () => {
    const next = new Map<string, string[]>();
    for (const { file, to, isType } of imports) {
      if (!isType && sources.has(to)) next.set(file, [...(next.get(file) ?? []), to]);
    }
    const done = new Set<string>();
    const circles: string[] = [];
    const walk = (file: string, way: readonly string[]): void => {
      if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(" → "));
      if (done.has(file) || way.includes(file)) return;
      for (const to of next.get(file) ?? []) walk(to, [...way, file]);
      done.add(file);
    };
    for (const file of sources.keys()) walk(file, []);
    expect(circles).toEqual([]);
  });
});

describe("the core", () => {
  const core = [...sources].filter(([file]) =>
    /^(schema|generators|src\/(parse|check|scrutiny|glance|resolve|lower|render|verify|judge|compile|amend|diff|diagnose|trial|facts|picture))/.test(
      file,
    ),
  );

  test.each([
    ["no process, file or network", /\b(process|fetch|require)[.(]|from "node:/],
    ["no clock and no chance", /\bDate\.now|new Date\b|performance\.now|Math\.random|randomUUID/],
    ["no locale", /\.localeCompare\b|\bIntl\.|\.toLocale[A-Z]/],
  ])("knows %s", (_, banned) => {
    const code = core.map(([file, text]) => [file, withoutTexts(text)] as const);
    expect(code.filter(([, text]) => banned.test(text)).map(([file]) => file)).toEqual([]);
  });
});

/** A source without comments and string literals, in which words are only words. */
function withoutTexts(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "")
    .replace(/`(?:[^`\\]|\\.)*`|(?<!from )"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""');
}
