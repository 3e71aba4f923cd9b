// Turns a template's parts into the steps that a build carries: the same, in as few words as JSON allows.
import type { Step, Steps } from "#src/render/page.ts";
import type { Argument, Part, Reference } from "./parse.ts";

type Field = Reference & { readonly kind: "field" };

/** A template's parts as steps. */
export const stepsOf = (parts: readonly Part[]): Steps => parts.map(stepOf);

function stepOf(part: Part): Step {
  switch (part.kind) {
    case "text":
      return part.text;
    case "put":
      return ["put", part.line, part.helper, ...part.values.map(valueOf)];
    case "if": {
      const test = part.test.kind === "turn" ? part.test.which : fieldOf(part.test);
      return ["if", part.line, test, stepsOf(part.then), stepsOf(part.otherwise)];
    }
    case "each": {
      const list = fieldOf(part.list);
      const each: Step = ["each", part.line, list, stepsOf(part.body)];
      return part.otherwise.length === 0 ? each : ["if", part.line, list, [each], stepsOf(part.otherwise)];
    }
    case "partial":
      return ["part", part.line, part.name, fieldOf(part.scope)];
  }
}

const valueOf = (argument: Argument): readonly [number, ...string[]] | string | number =>
  argument.kind === "number" || argument.kind === "string" ? argument.value : fieldOf(argument);

/** A field by the lists that are between, and its keys. */
function fieldOf(reference: Argument): readonly [number, ...string[]] {
  if (reference.kind !== "field") throw new Error(`a ${reference.kind} is no field`);
  return [(reference as Field).depth, ...(reference as Field).keys];
}
