// Turns a template's parts into plain TypeScript.
import type { Argument, Part, Reference } from "./parse.ts";

/** The body of a template's function; `language` names its helpers, and `nameOf` the function of a partial. */
export function emitTemplate(parts: readonly Part[], language: string, nameOf: (partial: string) => string): string {
  const view = (depth: number): string => `_v${depth}`; // The underscore tells the compiler that it may stay unused.
  const get = (reference: Reference & { kind: "field" }, line: number, depth: number): string => {
    const scope = view(depth - reference.depth);
    const keys = reference.keys.map((key) => `, ${JSON.stringify(key)}`).join("");
    return keys === "" ? scope : `p.get(${scope}, ${line}${keys})`;
  };
  const argument = (value: Argument, line: number, depth: number): string =>
    value.kind === "field" ? get(value, line, depth) : value.kind === "turn" ? "" : JSON.stringify(value.value);
  const test = (reference: Reference, line: number, depth: number): string => {
    if (reference.kind === "turn") return `_${reference.which}${depth}`;
    const keys = reference.keys.map((key) => `, ${JSON.stringify(key)}`).join("");
    return `p.truth(${view(depth - reference.depth)}, ${line}${keys})`;
  };

  const emit = (all: readonly Part[], depth: number): string => all.map((part) => statement(part, depth)).join("");
  const otherwise = (all: readonly Part[], depth: number): string => (all.length === 0 ? "" : ` else {\n${emit(all, depth)}}`);

  const statement = (part: Part, depth: number): string => {
    switch (part.kind) {
      case "text":
        return `p.text(${JSON.stringify(part.text)});\n`;
      case "put": {
        const values = part.values.map((value) => argument(value, part.line, depth)).join(", ");
        return `p.put(${language}.${part.helper}, ${part.line}, [${values}]);\n`;
      }
      case "if":
        return `if (${test(part.test, part.line, depth)}) {\n${emit(part.then, depth)}}${otherwise(part.otherwise, depth)}\n`;
      case "each": {
        const inner = depth + 1;
        const list = part.list.kind === "field" ? get(part.list, part.line, depth) : "";
        const turn = turns(part.body) ? `, _first${inner}, _last${inner}` : "";
        const each = `p.each(${list}, ${part.line}, (${view(inner)}${turn}) => {\n${emit(part.body, inner)}});\n`;
        if (part.otherwise.length === 0) return each;
        return `if (${test(part.list, part.line, depth)}) {\n${each}}${otherwise(part.otherwise, depth)}\n`;
      }
      case "partial": {
        const scope = part.scope.kind === "field" ? get(part.scope, part.line, depth) : "";
        return `p.part(${JSON.stringify(part.name)}, ${nameOf(part.name)}, ${part.line}, ${scope});\n`;
      }
    }
  };
  return emit(parts, 0);
}

/** Whether the body of an `each` asks which turn it is. */
function turns(parts: readonly Part[]): boolean {
  return parts.some(
    (part) => part.kind === "if" && (part.test.kind === "turn" || turns(part.then) || turns(part.otherwise)),
  );
}
