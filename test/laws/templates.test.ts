// Compiled templates write the bytes that Handlebars itself writes, and nothing unchecked gets into one.
import Handlebars from "handlebars";
import { describe, expect, test } from "vitest";
import type { View } from "#schema/value.ts";
import { from } from "#schema/value.ts";
import { LANGUAGES } from "#src/render/language.ts";
import { type Helper, type Template, writePage } from "#src/render/page.ts";
import { TEMPLATES } from "#build/templates.ts";
import { emitTemplates, readTemplate, readTemplates, type Source } from "../../tools/templates.ts";
import { sampleViews } from "./views.ts";

/** Helpers that say what they were given: what real ones make of it is the languages' law. */
const STUBS = Object.fromEntries(
  Object.entries(LANGUAGES).map(([language, helpers]) => [
    language,
    Object.fromEntries(Object.keys(helpers).map((name) => [name, stub(name)])),
  ]),
);

function stub(name: string): Helper {
  return (values) => ({ text: `<${name} ${values.map((value) => JSON.stringify(value)).join(" ")}>`, origins: [] });
}

/** Handlebars as it comes, with the options of ours that are about bytes. */
function byHandlebars(source: Source, sources: readonly Source[], view: View): string {
  const handlebars = Handlebars.create();
  for (const other of sources) handlebars.registerPartial(other.path, other.text);
  for (const [name, helper] of Object.entries(STUBS[source.language] ?? {})) {
    handlebars.registerHelper(
      name,
      (...values: unknown[]) => helper(values.slice(0, -1), { source: "", before: "" }).text,
    );
  }
  return handlebars.compile(source.text, { noEscape: true, strict: true, preventIndent: true })(view);
}

/** What a build would write for these sources, read back. */
function compiled(
  sources: readonly Source[],
  languages: Readonly<Record<string, Readonly<Record<string, Helper>>>> = LANGUAGES,
): Readonly<Record<string, Template>> {
  const code = emitTemplates(sources)
    .replace(/^import .*$/gm, "")
    .replace(/export const TEMPLATES: .* = /, "return ");
  const texts = new Function(code)() as Readonly<Record<string, readonly [string, string]>>;
  const templates = Object.fromEntries(
    Object.entries(texts).map(([path, [language, steps]]): [string, Template] => [
      path,
      {
        steps: JSON.parse(steps) as Template["steps"],
        helpers: languages[language] ?? {},
        partial: (name) => templates[name] as Template,
      },
    ]),
  );
  return templates;
}

describe("each template", () => {
  const sources = readTemplates();
  const templates = compiled(sources, STUBS);
  test.each(sources.map((source) => [source.path, source] as const))("%s", (path, source) => {
    for (const view of sampleViews(source, sources)) {
      expect(writePage(path, templates[path] as Template, view, "s.yaml").text).toBe(
        byHandlebars(source, sources, view),
      );
    }
  });
  test("the build holds them as they are", () =>
    expect(Object.keys(TEMPLATES)).toEqual(sources.map(({ path }) => path)));
});

describe("whitespace", () => {
  const partial = readTemplate("a/part.sh.hbs", "# part\n{{#if on}}\n  x\n{{/if}}\n");
  test.each([
    "{{#if on}}\nyes\n{{else}}\nno\n{{/if}}\nend\n",
    "  {{#if on}}\n  yes\n  {{/if}}\n  end\n",
    "a {{#if on}}yes{{else}}no{{/if}} b\n",
    "{{#each list}}\n{{quote this}}{{#if @last}}{{else}},{{/if}}\n{{/each}}\n",
    "[{{#each list}}{{#if @first}}{{else}}, {{/if}}{{quote this}}{{/each}}]\n",
    "{{#each maps}}\n- {{quote name}} of {{quote ../name}}\n{{#each items}}\n  {{quote this}} {{quote ../../name}}\n{{else}}\n  none\n{{/each}}\n{{/each}}\n",
    "{{!-- a comment --}}\ntext {{! another }} more\n",
    "  {{> a/part.sh}}\nx {{> a/part.sh}} y\n",
    "{{#each maps}}\n{{> a/part.sh}}\n{{/each}}\n",
    "{{#if on}}\n\n\nyes\n\n{{/if}}\n\n{{#if list}}\nx\n{{else if on}}\ny\n{{else}}\nz\n{{/if}}",
    "{{~#if on~}}  tight  {{~/if~}}\n  end\n",
    "a\\{{quote name}}b \\\\{{quote name}}\n",
  ])("%j", (text) => {
    const source = readTemplate("a/test.sh.hbs", text);
    const both = [partial, source];
    const template = compiled(both, STUBS)["a/test.sh"];
    for (const on of [true, false]) {
      for (const list of [[], ["x"], ["x", "y z", "w"]]) {
        const view: View = { on, list, name: "n", maps: list.map((name) => ({ name, on: !on, items: list.slice(1) })) };
        expect(writePage("a/test.sh", template as Template, view, "s.yaml").text).toBe(
          byHandlebars(source, both, view),
        );
      }
    }
  });
});

describe("the lint", () => {
  test.each([
    ["{{title}}", "a.sh.hbs:1: no helper `title`"],
    ["x\n{{{quote name}}}", "a.sh.hbs:2: a raw value"],
    ["{{&quote name}}", "a raw value"],
    ["{{string name}}", "no helper `string`"],
    ["{{quote (quote name)}}", "SubExpression"],
    ["{{quote name=1}}", "named arguments"],
    ["{{#unless on}}{{/unless}}", "`unless` is no block"],
    ["{{#with a}}{{/with}}", "`with` is no block"],
    ["{{#if (a b)}}{{/if}}", "SubExpression"],
    ["{{#if a b}}{{/if}}", "takes one field"],
    ["{{#each list as |item|}}{{/each}}", "block parameters"],
    ["{{#each list}}{{quote @index}}{{/each}}", "`@index` has no place"],
    ["{{#if @first}}{{/if}}", "only inside `each`"],
    ["{{quote ../name}}", "outside of the template"],
    ["{{quote @root.name}}", "has no place"],
    ["{{> (a)}}", "named by its path"],
    ["{{#> a}}{{/a}}", "PartialBlockStatement"],
    ['{{#*inline "a"}}{{/inline}}', "DecoratorBlock"],
    ["{{#if on}}", "a.sh.hbs: Parse error"],
    ["a\tb", "no tabs"],
  ])("refuses %j", (text, problem) => expect(() => readTemplate("a.sh.hbs", text)).toThrow(problem));
  test("refuses a file name without a language", () =>
    expect(() => readTemplate("a.yml.hbs", "")).toThrow("no language"));
});

const write = (text: string, view: View): string => {
  const source = readTemplate("a.sh.hbs", text);
  return writePage("a.sh", compiled([source])["a.sh"] as Template, view, "s.yaml").text;
};
describe("the view", () => {
  test.each<[string, View, string]>([
    ["\n{{quote name}}", {}, "templates/a.sh.hbs:2: the view has no `name`"],
    ["{{quote name}}", { name: null }, "the view has no `name`"],
    ["{{quote name}}", { name: undefined } as unknown as View, "the view has no `name`"],
    ["{{quote constructor}}", {}, "the view has no `constructor`"],
    ["{{quote a.b}}", { a: {} }, "the view has no `a.b`"],
    ["{{quote a.b}}", { a: "text" }, "is asked of a string"],
    ["{{quote name}}", { name: true }, "wants a text, got a boolean"],
    ["{{quote name}}", { name: ["a"] }, "wants a text, got a list"],
    ["{{number name}}", { name: "1" }, "wants a number"],
    ["{{name name}}", { name: "a-b" }, "is no shell name"],
    ["{{#if on}}{{/if}}", {}, "the view has no `on`"],
    ["{{#if on}}{{/if}}", { on: "yes" }, "wants a boolean or a list"],
    ["{{#each list}}{{/each}}", { list: {} }, "wants a list"],
    ["{{#each list}}{{/each}}", { list: [null] }, "null"],
  ])("%j is guarded", (text, view, problem) => expect(() => write(text, view)).toThrow(problem));

  test("what is wrapped is unwrapped, and each line knows where it came from", () => {
    const source = readTemplate(
      "a.sh.hbs",
      "a\n{{#if on}}\n{{quote name}}\n{{/if}}\n{{#each list}}\n{{quote this}} {{quote ../map.inner}}\n{{/each}}\n",
    );
    const view: View = {
      on: from(["on"], true),
      name: from(["project"], "x y"),
      list: from(["list"], ["p", from(["q"], "q")]),
      map: from(["map"], { inner: "i" }),
    };
    const { text, origins } = writePage("a.sh", compiled([source])["a.sh"] as Template, view, "s.yaml");
    expect(text).toBe("a\n'x y'\np i\nq i\n");
    expect(origins.map(({ line, path }) => `${line} ${path.join()}`)).toEqual([
      "2 project",
      "3 list",
      "3 map",
      "4 map",
      "4 q",
    ]);
  });
});
