// Who reads a YAML file decides what a literal may hold: GitHub reads `${{ }}`, Compose reads `$`.
import type { Origin, YamlDialect } from "#schema/draft.ts";
import { isTag, type Tag, type Value } from "#schema/value.ts";
import { fault, plainOf } from "../literal.ts";
import type { Printed } from "../page.ts";
import type { Path } from "#schema/path.ts";
import type { View } from "#schema/value.ts";

/** Renders a shell template; the text becomes a literal. */
export type Scripts = (template: string, view: View) => Printed;

export const NO_ORIGINS: readonly Origin[] = [];

/** What a dialect makes of a literal, and of the tags that it knows. */
interface Dialect {
  readonly literal: (text: string) => string;
  readonly tag: (tag: Tag) => string | undefined;
}

const DIALECTS: Readonly<Record<YamlDialect, Dialect>> = {
  plain: { literal: (text) => text, tag: () => undefined },
  workflow: {
    // A workflow has no escape: the sign stands as a text inside of an expression.
    literal: (text) => (text.includes("${{") ? text.replaceAll("${{", "${{ '${{' }}") : text),
    tag: (tag) => (tag.$ === "expression" ? expression(tag.code) : undefined),
  },
  compose: {
    literal: (text) => (text.includes("$") ? text.replaceAll("$", "$$$$") : text),
    tag: (tag) => (tag.$ === "variable" ? variable(tag) : undefined),
  },
};

function expression(code: string): string {
  const isOpen = code.includes("\n") || code.includes("}}") || code.includes("${{");
  return isOpen ? fault(`${JSON.stringify(code)} is no GitHub expression`) : `\${{ ${code} }}`;
}

function variable(tag: Extract<Tag, { $: "variable" }>): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(tag.name)) return fault(`${JSON.stringify(tag.name)} is no name of a variable`);
  if (tag.required !== undefined) return `\${${tag.name}:?${inside(tag.required)}}`;
  return tag.fallback === undefined ? `\${${tag.name}}` : `\${${tag.name}:-${inside(tag.fallback)}}`;
}

/** Text inside of `${}`: Compose has no escape for the brace that would end it. */
const inside = (text: string): string =>
  /[{}]/.test(text)
    ? fault(`${JSON.stringify(text)} cannot stand in a Compose variable`)
    : text.replaceAll("$", "$$$$");

/** A scalar's text, ready to be quoted, and the paths of its lines. */
export function say(value: Value, dialect: YamlDialect, scripts: Scripts): Printed {
  if (typeof value === "string") return { text: DIALECTS[dialect].literal(value), origins: NO_ORIGINS };
  if (typeof value === "number") return { text: String(value), origins: NO_ORIGINS };
  if (!isTag(value)) return fault("only texts can be joined");
  const known = DIALECTS[dialect].tag(value);
  if (known !== undefined) return { text: known, origins: NO_ORIGINS };
  switch (value.$) {
    case "from": {
      const inner = say(value.value, dialect, scripts);
      const origin = { line: 1, path: value.path };
      const origins = inner.origins.length === 0 ? [origin] : [origin, ...inner.origins];
      return { text: inner.text, origins };
    }
    case "note":
      return say(value.value, dialect, scripts);
    case "join":
      return joined(value.parts.map((part) => say(part, dialect, scripts)));
    case "json": {
      const paths: Path[] = [];
      const text = DIALECTS[dialect].literal(JSON.stringify(plainOf(value.value, paths)));
      return { text, origins: paths.map((path) => ({ line: 1, path })) };
    }
    case "script": {
      const script = scripts(value.template, value.view);
      return { text: DIALECTS[dialect].literal(script.text), origins: script.origins };
    }
    default:
      return fault(`a \`${value.$}\` has no form in YAML (${dialect})`);
  }
}

function joined(parts: readonly Printed[]): Printed {
  let text = "";
  const origins: Origin[] = [];
  for (const part of parts) {
    if (part.origins.length > 0) {
      const before = countBreaks(text);
      for (const origin of part.origins) origins.push({ line: before + origin.line, path: origin.path });
    }
    text += part.text;
  }
  return { text, origins };
}

/** How many line breaks a text holds. */
function countBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

/** How a dialect says a literal text: keys are such. */
export const literalOf = (dialect: YamlDialect): Dialect["literal"] => DIALECTS[dialect].literal;
