// Every language says exactly what it is given, however nasty, or refuses it.
import { execFileSync } from "node:child_process";
import { runInNewContext } from "node:vm";
import { fc } from "../support/chance.ts";
import { describe, expect, test } from "vitest";
import { parse, parseDocument } from "yaml";
import { oneLine } from "#src/render/comment.ts";
import { quoteDockerfile } from "#src/render/dockerfile.ts";
import { checkLine } from "#src/render/dotenv.ts";
import { quoteHcl } from "#src/render/hcl.ts";
import { LANGUAGES, languageOf } from "#src/render/language.ts";
import { codeMarkdown, proseMarkdown, verbatimMarkdown } from "#src/render/markdown.ts";
import type { Helper } from "#src/render/page.ts";
import { quoteShell } from "#src/render/shell.ts";
import { stringLiteral, templateText } from "#src/render/typescript/literal.ts";
import { printYaml } from "#src/render/yaml.ts";
import type { Value } from "#schema/value.ts";
import { anyText, breaksLine, NASTY } from "./nasty.ts";

const place = { source: "sage.yaml", before: "" };
const holds = (law: (text: string) => void): void => {
  for (const text of NASTY) law(text);
  fc.assert(
    fc.property(anyText, (text) => {
      law(text);
    }),
    { numRuns: 500 },
  );
};

describe("shell", () => {
  test("a quoted word expands to the same bytes", () => {
    const samples = [...NASTY, ...fc.sample(anyText, { numRuns: 400, seed: 7 })].filter((text) => !text.includes("\0"));
    // One shell for all: a hundred processes would take seconds.
    const script = samples.map((text) => `printf '%s\\0' ${quoteShell(text)}\n`).join("");
    const said = execFileSync("bash", ["-c", script]).toString("utf8").split("\0").slice(0, -1);
    expect(said).toEqual(samples.map((text) => Buffer.from(text).toString("utf8")));
  });
  test("a NUL is refused", () => expect(() => quoteShell("a\0b")).toThrow("NUL"));
});

describe("typescript", () => {
  test("a string literal evaluates to the same text", () =>
    holds((text) => expect(runInNewContext(stringLiteral(text))).toBe(text)));
  test("so does the text of a template literal, on one line", () =>
    holds((text) => {
      const literal = `\`${templateText(text)}\``;
      expect(literal).not.toMatch(/[\n\r\u2028\u2029]/);
      expect(runInNewContext(literal)).toBe(text);
    }));
});

describe("hcl", () => {
  test("a string reads as the same text, and holds no template", () =>
    holds((text) => expect(readHcl(quoteHcl(text))).toBe(text)));
});

/** HCL's own reading of a quoted template without interpolation (hclsyntax, scan_tokens.rl and parser_template.go). */
function readHcl(literal: string): string {
  const body = literal.slice(1, -1);
  expect(literal[0] === '"' && literal.at(-1) === '"' && !/[\n\r]/.test(body)).toBe(true);
  return body.replace(/\\u([0-9a-f]{4})|\\(.)|([$%])\3\{|([$%])\{|(")/g, (_, code, escape, sign, open, quote) => {
    if (open !== undefined || quote !== undefined) throw new Error(`${literal} opens a template or ends early`);
    if (sign !== undefined) return `${sign}{`;
    return code === undefined
      ? (({ n: "\n", r: "\r", t: "\t" } as Record<string, string>)[escape] ?? escape)
      : String.fromCharCode(parseInt(code, 16));
  });
}

describe("dockerfile", () => {
  test("a quoted value expands to the same text, or is refused", () =>
    holds((text) => {
      if (/[\u0000-\u001f\u007f]/.test(text)) return void expect(() => quoteDockerfile(text)).toThrow("one line"); // oxlint-disable-line no-control-regex
      // BuildKit's shell lexer: in double quotes a backslash escapes only these, and a bare $ expands.
      const body = quoteDockerfile(text).slice(1, -1);
      expect(body.replace(/\\["\\$]/g, "")).not.toMatch(/["\\$]/);
      expect(body.replace(/\\(["\\$])/g, "$1")).toBe(text);
    }));
});

describe("lines", () => {
  test("a line stays one, as it is, or is refused", () =>
    holds((text) => {
      if (breaksLine(text) || text.includes("\ufeff")) expect(() => checkLine(text)).toThrow();
      else if (!/[\u0000-\u001f\u007f-\u009f]/.test(text)) expect(checkLine(text)).toBe(text); // oxlint-disable-line no-control-regex
    }));
});

describe("comments", () => {
  const table = Object.entries(LANGUAGES).map(([language, helpers]): [string, Helper] => [language, helpers.comment]);
  test.each(table)("%s: one line, whose every character can be seen", (_, comment) =>
    holds((text) => {
      const said = comment([text], place).text;
      expect(breaksLine(said)).toBe(false);
      expect(said).not.toMatch(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/);
    }),
  );
  test("none can be left", () =>
    holds((text) => {
      expect(LANGUAGES.typescript.comment([text], place).text).not.toContain("*/");
      expect(LANGUAGES.markdown.comment([text], place).text).not.toContain("--");
    }));
  test("ordinary text stays as it is", () =>
    expect(oneLine("Keeps 7 copies; see #12")).toBe("Keeps 7 copies; see #12"));
});

describe("markdown", () => {
  test("a code span holds the text, with fences that it cannot end", () =>
    holds((text) => {
      if (oneLine(text) === "") return void expect(() => codeMarkdown(text, place)).toThrow("empty");
      const span = codeMarkdown(text, place);
      const ticks = /^`+/.exec(span)?.[0] ?? "";
      const inside = span.slice(ticks.length, -ticks.length);
      expect(inside.match(/`+/g) ?? []).not.toContain(ticks);
      expect(/^ .*[^ ].* $/.test(inside) ? inside.slice(1, -1) : inside).toContain(oneLine(text));
    }));
  test("prose escapes markup and nothing else", () => {
    expect(proseMarkdown("*a* _b_ snake_case [c](d) <e> `f`", { before: "x" })).toBe(
      "\\*a\\* \\_b\\_ snake_case \\[c\\](d) \\<e> \\`f\\`",
    );
    expect(proseMarkdown("1. first", { before: "" })).toBe("1\\. first");
    expect(proseMarkdown("$A and $B cost $", { before: "x" })).toBe("\\$A and \\$B cost \\$");
    expect(proseMarkdown("it costs $5", { before: "x" })).toBe("it costs $5");
    expect(proseMarkdown("{{ x }} {% y %} {z}", { before: "x" })).toBe("{\\{ x }} {\\% y %} {z}");
    expect(proseMarkdown("- first", { before: "- " })).toBe("\\- first");
    expect(proseMarkdown("- first", { before: "A " })).toBe("- first");
    expect(LANGUAGES.markdown.cell(["a|b"], { ...place, before: "| " }).text).toBe("a\\|b");
  });
  test("a fenced block is not left", () => expect(() => verbatimMarkdown("a\n```\nb")).toThrow("fence"));
});

const print = (value: Value, dialect: "plain" | "workflow" | "compose" = "plain"): string => {
  const draft = { kind: "yaml", dialect, value, path: "a.yml", target: "github", because: [] } as const;
  return printYaml(draft, "sage.yaml", () => ({ text: "", origins: [] })).text;
};
const reads = (text: string, expected: unknown): void => {
  for (const version of ["1.1", "1.2"] as const) {
    const document = parseDocument(text, { version, merge: version === "1.1" });
    expect(document.errors.map(String), text).toEqual([]);
    expect(document.warnings.map(String), text).toEqual([]);
    expect(document.toJS(), `${version}: ${text}`).toEqual(expected);
  }
};

describe("yaml", () => {
  test("every text reads the same in 1.1 and 1.2, as a value, an item and a key", () =>
    holds((text) => {
      if (text === "__proto__" || text === "$") return;
      const value = { value: text, list: [text, { [text]: [text] }], [`${text}_`]: { [text]: text } };
      reads(print(value), value);
    }));
  test("so does every value", () => {
    const values = fc.object({
      key: anyText.filter((text) => text !== "__proto__" && text !== "$"),
      values: [
        anyText,
        fc.boolean(),
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
        fc.constant(null),
      ],
      maxDepth: 3,
    });
    fc.assert(
      fc.property(values, (value) => reads(print({ top: value as Value }), { top: value })),
      { numRuns: 300 },
    );
  });
  test("a workflow's literal holds no expression", () =>
    holds((text) => {
      const said = parse(print({ run: text }, "workflow")) as { run: string };
      // GitHub's reading of what stands in the file: every expression is a text literal.
      const seen = said.run.replace(/\$\{\{ '((?:[^']|'')*)' \}\}/g, (_, literal: string) => literal);
      expect(seen).toBe(text);
      expect(said.run.replaceAll("${{ '${{' }}", "")).not.toContain("${{");
    }));
  test("Compose reads every literal as it is", () =>
    holds((text) => {
      const said = parse(print({ command: text }, "compose")) as { command: string };
      expect(said.command.replaceAll("$$", "")).not.toContain("$");
      expect(said.command.replaceAll("$$", "$")).toBe(text);
    }));
});

describe("languages", () => {
  test.each([
    ["pulumi/index.ts", "typescript"],
    ["notifier/index.mjs", "typescript"],
    ["scripts/log.sh", "shell"],
    ["terraform/monitoring.tf", "hcl"],
    ["docs/infrastructure.md", "markdown"],
    ["docker/node.Dockerfile", "dockerfile"],
    ["docker/Dockerfile", "dockerfile"],
    ["docker/.dockerignore", "lines"],
    ["compose/.env.example", "lines"],
    ["a.yml", undefined],
  ])("%s is %s", (path, language) => expect(languageOf(path)).toBe(language));
});
