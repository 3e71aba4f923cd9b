// What holds of every graph: an order in which it can be declared, and a reason in the spec for all that differs.
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import type { Graph, Resource } from "#schema/graph.ts";
import type { Path } from "#schema/path.ts";
import { from, isTag, json, ref, type Value } from "#schema/value.ts";
import { ordered } from "#src/lower/order.ts";
import { resource } from "#src/lower/scope.ts";
import { graphOf, modelOf, REFERENCE, SPECS } from "./lowered.ts";

/** The keys that a resource needs, found without the code that is judged. */
function dependencies({ properties, options }: Resource): readonly string[] {
  const found: string[] = [...(options.dependsOn ?? [])];
  JSON.stringify([properties, options], (_, value: unknown) => {
    if (isTag(value) && value.$ === "ref") found.push(value.to);
    return value;
  });
  return found;
}

const every = SPECS.flatMap(([spec, text]) =>
  modelOf(text).environments.map(({ name }) => ({ spec, name, graph: graphOf(text, name) })),
);

describe.each(every)("the graph of $spec, $name", ({ graph }) => {
  test("declares everything before it is referred to, and keeps the resources of a module together", () => {
    const seen = new Set(graph.lookups.map(({ key }) => key));
    for (const one of graph.resources) {
      for (const key of dependencies(one)) expect(seen, `${one.key} needs ${key}`).toContain(key);
      seen.add(one.key);
    }
    const modules = graph.resources
      .map(({ module }) => module)
      .filter((module, index, all) => module !== all[index - 1]);
    expect(modules).toEqual([...new Set(modules)]);
  });

  test("has outputs that say something, named in camel case", () => {
    for (const { name, description, value } of graph.outputs) {
      expect(name).toMatch(/^[a-z][A-Za-z0-9]*$/);
      expect(description).not.toBe("");
      expect(value).not.toBe("");
    }
  });
});

test("same spec in another order of keys, same graphs", () => {
  const shuffled = JSON.stringify(parseYaml(REFERENCE), (key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value) && key !== "environments"
      ? Object.fromEntries(Object.entries(value).toReversed())
      : value,
  );
  for (const name of ["staging", "production"]) expect(graphOf(shuffled, name)).toEqual(graphOf(REFERENCE, name));
});

const made = (key: string, fields: Partial<Resource> = {}): Resource => ({
  ...resource(key, "t", "network", [], {}),
  ...fields,
});
const refused =
  (...resources: readonly Resource[]) =>
  () =>
    ordered("e", { lookups: [], resources, outputs: [] });
const to = (key: string): Partial<Resource> => ({ options: { dependsOn: [key] } });

describe("what does not hold together is refused", () => {
  test.each([
    ["a key that is there twice", /a is there twice/, refused(made("a"), made("a"))],
    [
      "a type and name that are there twice",
      /t n is there twice/,
      refused(made("a", { name: "n" }), made("b", { name: "n" })),
    ],
    ["a reference to nothing", /a refers to b/, refused(made("a", to("b")))],
    ["a reference to what comes later", /a refers to b/, refused(made("a", to("b")), made("b"))],
    [
      "a reference deep in a property",
      /a refers to b/,
      refused(made("a", { properties: { list: [json([ref("b", "id")])] } })),
    ],
    [
      "a reference in an option",
      /a refers to b/,
      refused(made("a", { options: { protect: from(["p"], ref("b", "id")) } })),
    ],
    ["a circle of resources", /a refers to b/, refused(made("a", to("b")), made("b", to("a")))],
    [
      "a circle of modules",
      /network is taken up again/,
      refused(made("a"), made("b", { module: "security", ...to("a") }), made("c", to("b"))),
    ],
  ])("%s", (_, message, call) => expect(call).toThrow(message));
});

/** A leaf of the reference spec, and another value for it. */
const CHANGES: readonly (readonly [Path, unknown])[] = [
  [["network", "nat"], "per-az"],
  [["network", "subnets", "private", 1], "10.0.99.0/24"],
  [["services", "backend", "port"], 4000],
  [["services", "backend", "health"], "/ready"],
  [["services", "backend", "task", "cpu"], 1024],
  [["services", "backend", "task", "memory"], "2GiB"],
  [["services", "backend", "scale", "min"], 2],
  [["services", "backend", "scale", "max"], 3],
  [["services", "backend", "scale", "cpu"], "50%"],
  [["services", "backend", "databaseConnections"], 4],
  [["services", "backend", "env", "LOG_LEVEL"], "debug"],
  [["services", "backend", "architecture"], "arm64"],
  [["services", "backend", "start"], "30s"],
  [["cache", "ttl", "marketPrice"], "10m"],
  [["operations", "migration", "log"], "/var/log/other.log"],
  [["logs", "retention"], "7d"],
  [["environments", "staging", "account"], "222233334444"],
  [["environments", "staging", "protect"], true],
];

describe("a leaf that changes is the reason of every change in the graph", () => {
  test.each(CHANGES.map(([path, value]) => ({ name: path.join("."), path, value })))("$name", ({ path, value }) => {
    const spec = parseYaml(REFERENCE) as Record<string, unknown>;
    // A certificate belongs to its account.
    if (path[2] === "account")
      delete (spec["environments"] as { staging: Record<string, unknown> }).staging["services"];
    const before = graphOf(JSON.stringify(spec), "staging");
    put(spec, path, value);
    const after = graphOf(JSON.stringify(spec), "staging");
    const all = differences(before, after);
    expect(all).not.toEqual([]);
    const unexplained = all.filter(({ reasons }) => !reasons.some((reason) => related(base(reason), base(path))));
    expect(unexplained.map(({ at }) => at)).toEqual([]);
  });
});

function put(spec: Record<string, unknown>, path: Path, value: unknown): void {
  let node = spec;
  for (const key of path.slice(0, -1)) node = (node[String(key)] ??= {}) as Record<string, unknown>;
  node[String(path.at(-1))] = value;
}

const base = (path: Path): Path => (path[0] === "environments" && path.length > 2 ? path.slice(2) : path);
const related = (a: Path, b: Path): boolean => a.every((key, index) => index >= b.length || key === b[index]);

interface Difference {
  readonly at: string;
  readonly reasons: readonly Path[];
}

function differences(before: Graph, after: Graph): readonly Difference[] {
  const [a, b] = [before, after].map(({ resources }) => new Map(resources.map((one) => [one.key, one]))) as [
    Map<string, Resource>,
    Map<string, Resource>,
  ];
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((key) => {
    const [one, other] = [a.get(key), b.get(key)];
    if (!one || !other) return [{ at: key, reasons: [(one ?? other)?.because ?? []] }];
    return compared(one.properties, other.properties, key, []);
  });
}

function compared(
  a: Value | undefined,
  b: Value | undefined,
  at: string,
  reasons: readonly Path[],
): readonly Difference[] {
  const [one, first] = opened(a);
  const [other, second] = opened(b);
  const known = [...reasons, ...first, ...second];
  const [left, right] = [one, other].map((value) =>
    typeof value === "object" && value !== null ? (value as Readonly<Record<string, Value>>) : undefined,
  );
  if (!left || !right) return Object.is(one, other) ? [] : [{ at, reasons: known }];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) =>
    compared(left[key], right[key], `${at}.${key}`, known),
  );
}

function opened(value: Value | undefined): readonly [Value | undefined, readonly Path[]] {
  if (isTag(value) && value.$ === "note") return opened(value.value);
  if (!isTag(value) || value.$ !== "from") return [value, []];
  const [inner, paths] = opened(value.value);
  return [inner, [value.path, ...paths]];
}
