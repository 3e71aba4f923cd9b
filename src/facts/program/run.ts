// Runs the program for one stack, as far as its values go: every resource with the values that it is given. Nothing is
// called; an attribute that only AWS knows becomes the text `<name.attribute>`.
import type { Place } from "#schema/fact.ts";
import { type Leaf, type Node, step, textOf, type Thing } from "../node.ts";
import { unreadable } from "../unreadable.ts";
import type { Expression } from "./expression.ts";
import type { Module } from "./module.ts";

/** A stack: its name, and the settings of its file by their full keys. */
export interface Stack {
  readonly name: string;
  readonly project: string;
  readonly settings: Node | undefined;
}

interface Run {
  readonly modules: ReadonlyMap<string, Module>;
  readonly stack: Stack;
  /** What constants have come to, by module and name. */
  readonly known: Map<string, Node | undefined>;
}

/** An expression's place in the run. */
interface Here {
  readonly run: Run;
  readonly module: Module;
}

/** Every resource of the stack. Throws `Unreadable`. */
export function run(modules: ReadonlyMap<string, Module>, stack: Stack): readonly Thing[] {
  const run: Run = { modules, stack, known: new Map() };
  const values = [...modules.values()].flatMap((module) =>
    [...module.constants.keys()].map((name) => constant({ run, module }, name)),
  );
  const things = values.filter((value): value is Thing => value?.kind === "thing");
  return [...new Set(things)].filter(({ type }) => /^(?:aws|random)\.(?!get)/.test(type));
}

function constant(here: Here, name: string): Node | undefined {
  const { run, module } = here;
  const key = `${module.file} ${name}`;
  if (run.known.has(key)) return run.known.get(key);
  run.known.set(key, undefined);
  const expression = module.constants.get(name);
  const value = expression && valueOf(expression, here);
  run.known.set(key, value);
  return value;
}

function valueOf(expression: Expression, here: Here): Node | undefined {
  const place = { file: here.module.file, line: expression.line };
  switch (expression.kind) {
    case "literal":
      return { kind: "leaf", value: expression.value, place };
    case "template": {
      const parts = expression.parts.map((part) =>
        typeof part === "string" ? part : (textOf(valueOf(part, here)) ?? ""),
      );
      return { kind: "leaf", value: parts.join(""), place };
    }
    case "name":
      return moved(named(expression.name, here, place), place);
    case "member":
      return member(expression, here, place);
    case "call":
      return called(expression, here, place);
    case "object": {
      const entries = expression.entries.flatMap(([key, inner]): [string, Node][] => {
        const value = valueOf(inner, here);
        return value === undefined ? [] : [[key, value]];
      });
      return { kind: "table", entries: new Map(entries), place };
    }
    case "array": {
      const items = expression.items.flatMap(([inner, spread]): readonly Node[] => {
        const value = valueOf(inner, here);
        if (value === undefined) return [];
        return spread && value.kind === "list" ? value.items : [value];
      });
      return { kind: "list", items, place };
    }
    case "choice":
      return valueOf(isTrue(valueOf(expression.test, here)) ? expression.then : expression.otherwise, here);
    case "binary":
      return combined(expression, here, place);
    case "not":
      return { kind: "leaf", value: !isTrue(valueOf(expression.value, here)), place };
  }
}

function isTrue(value: Node | undefined): boolean {
  return value !== undefined && (value.kind !== "leaf" || Boolean(value.value));
}

function combined(
  { sign, left, right }: Extract<Expression, { kind: "binary" }>,
  here: Here,
  place: Place,
): Node | undefined {
  const first = valueOf(left, here);
  if (sign === "??") return first ?? valueOf(right, here);
  if (sign === "&&") return isTrue(first) ? valueOf(right, here) : first;
  if (sign === "||") return isTrue(first) ? first : valueOf(right, here);
  const same = textOf(first) === textOf(valueOf(right, here));
  return { kind: "leaf", value: same === (sign === "==="), place };
}

/** A value where it is used; one of a stack's file stays where it was set. */
function moved(value: Node | undefined, place: Place): Node | undefined {
  return value?.kind === "leaf" && value.place.file.endsWith(".ts") ? { ...value, place } : value;
}

function named(name: string, here: Here, place: Place): Node | undefined {
  if (here.module.constants.has(name)) return constant(here, name);
  const found = here.module.imports.get(name);
  if (!found && name !== "undefined") throw unreadable(place, `nothing is called \`${name}\` here`);
  const module = found && moduleAt(found.from, here);
  return module && found.name !== undefined ? constant({ ...here, module }, found.name) : undefined;
}

function moduleAt(from: string, { run, module }: Here): Module | undefined {
  if (!from.startsWith(".")) return undefined;
  const steps = [...module.file.split("/").slice(0, -1), ...from.split("/")];
  const path = steps.reduce<readonly string[]>((way, one) => {
    if (one === ".") return way;
    return one === ".." ? way.slice(0, -1) : [...way, one];
  }, []);
  return run.modules.get(`${path.join("/")}.ts`);
}

function member({ of, key }: Extract<Expression, { kind: "member" }>, here: Here, place: Place): Node | undefined {
  const word = textOf(valueOf(key, here)) ?? "";
  const whole = of.kind === "name" ? here.module.imports.get(of.name) : undefined;
  if (whole && whole.name === undefined) {
    const module = moduleAt(whole.from, here);
    return module && constant({ ...here, module }, word);
  }
  const value = valueOf(of, here);
  if (value?.kind === "thing") return attribute(value, word, place);
  if (value?.kind === "leaf" && value.of) return attribute(value.of.thing, joined(value.of.attribute, word), place);
  return step(value, /^\d+$/.test(word) ? Number(word) : word);
}

const joined = (attribute: string, word: string): string =>
  /^\d+$/.test(word) ? `${attribute}[${word}]` : `${attribute}.${word}`;

/** An attribute of a resource: what it was given under that name, or else what only AWS knows. */
function attribute(thing: Thing, word: string, place: Place): Leaf {
  const given = textOf(step(thing, word));
  return { kind: "leaf", value: given ?? `<${thing.name}.${word}>`, place, of: { thing, attribute: word } };
}

/** The words of `aws.ecs.Cluster`; empty for anything but names and members. */
function dotted(expression: Expression): string {
  if (expression.kind === "name") return expression.name;
  if (expression.kind !== "member" || expression.key.kind !== "literal") return "";
  return `${dotted(expression.of)}.${String(expression.key.value)}`;
}

function called(expression: Extract<Expression, { kind: "call" }>, here: Here, place: Place): Node | undefined {
  const { callee, values } = expression;
  const [first, second, third] = values.map((value) => valueOf(value, here));
  const name = dotted(callee);
  if (name === "pulumi.getStack") return { kind: "leaf", value: here.run.stack.name, place };
  if (/^(?:JSON\.stringify|pulumi\.jsonStringify|pulumi\.asset\.\w+)$/.test(name)) return first;
  if (
    callee.kind === "member" &&
    /^(?:require|get)(?:Number|Boolean)?$/.test(
      String(valueOf(callee.key, here)?.kind === "leaf" ? textOf(valueOf(callee.key, here)) : ""),
    )
  ) {
    const config = valueOf(callee.of, here);
    if (config?.kind === "thing" && config.type === "pulumi.Config")
      return step(here.run.stack.settings, `${config.name}:${textOf(first) ?? ""}`);
  }
  if (name === "pulumi.Config")
    return {
      kind: "thing",
      type: name,
      name: textOf(first) ?? here.run.stack.project,
      properties: undefined,
      options: undefined,
      place,
    };
  if (expression.made)
    return { kind: "thing", type: name, name: textOf(first) ?? "", properties: second, options: third, place };
  return { kind: "thing", type: name, name: name.replace(/^.*\./, ""), properties: first, options: undefined, place };
}
