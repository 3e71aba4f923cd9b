// What a module imports: packages, words of config.ts, and other modules of the program.
import { byText } from "#schema/order.ts";
import type { View } from "#schema/value.ts";
import type { Program, Uses } from "./uses.ts";

/** The words of config.ts that are no settings. */
const CONSTANTS = ["prefix", "stack"];

/** The packages, by name. */
export function packagesOf({ words }: Uses): View[] {
  const packages = [...words].filter((word) => !CONSTANTS.includes(word)).sort(byText);
  return packages.map((name) => ({ name, from: `@pulumi/${name}` }));
}

/** The imports of a module that declares resources, by path. */
export function moduleImports(module: string, uses: Uses, program: Program): View[] {
  const found = new Map([["config", [...configWords(uses, program)]]]);
  for (const key of uses.keys) {
    const thing = program.things.get(key);
    if (!thing || thing.module === module) continue;
    const names = found.get(thing.module);
    if (names) names.push(thing.variable);
    else found.set(thing.module, [thing.variable]);
  }
  const up = "../".repeat(module.split("/").length - 1) || "./";
  return [...found]
    .filter(([, names]) => names.length > 0)
    .sort(([a], [b]) => byText(a, b))
    .map(([owner, names]) => named(`${up}${owner}`, names));
}

/** The imports of the entry: every module whole, under the name that outputs call it by, and the user's own. */
export function entryImports(
  uses: Uses,
  modules: readonly string[],
  spaces: ReadonlyMap<string, string>,
  program: Program,
): View[] {
  const words = configWords(uses, program);
  return [...modules, "extensions", ...(words.length ? ["config"] : [])].sort(byText).map((module) => {
    const from = `./${module}`;
    if (module === "config") return named(from, words);
    if (module === "extensions") return named(from, ["extend"]);
    return { from, names: [], broken: false, isWhole: true, space: spaces.get(module) ?? "" };
  });
}

function configWords(uses: Uses, { names }: Program): readonly string[] {
  const constants = [...uses.words].filter((word) => CONSTANTS.includes(word));
  return [...constants, ...[...uses.settings].map((number) => names[number] ?? "")];
}

/** One import by names; Prettier breaks its braces where the line would pass 80 columns. */
function named(from: string, words: readonly string[]): View {
  const names = [...words].sort(byText);
  const broken = `import { ${names.join(", ")} } from "${from}";`.length > 80;
  return { from, names, broken, isWhole: false, space: "" };
}
