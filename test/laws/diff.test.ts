// Laws of comparing two specs: nothing comes from nothing, everything from a change of the spec, and both ways agree.
import { describe, expect, test } from "vitest";
import { rank, type ResourceChange, severityOf, type Side } from "#schema/change.ts";
import { isKnown, KNOWN_TYPES, replaces, TABLE } from "#schema/replacement.ts";
import { compile } from "#src/compile.ts";
import { diff } from "#src/diff.ts";
import { RULES } from "#src/diff/effects.ts";
import { leaves } from "#src/diff/leaves.ts";
import { trialOf } from "#src/trial.ts";
import { runs, sampleSpecs } from "../support/specs.ts";
import { REFERENCE, SPECS } from "./lowered.ts";

/** A spec that is accepted, with what a trial needs. */
function sideOf(text: string): (Side & { readonly trial: ReturnType<typeof trialOf> }) | undefined {
  const { model, graphs, document } = compile(text, "sage.yaml", []);
  return model && document && { model, graphs, data: document.data, trial: trialOf(document) };
}

const generated = sampleSpecs(runs(16), 20261124).flatMap(({ text }) => sideOf(text) ?? []);
const given = SPECS.flatMap(([, text]) => sideOf(text) ?? []);
const all = [...given, ...generated];
/** The reference in another network, which takes everything along. */
const moved = [REFERENCE, REFERENCE.replaceAll("10.0.", "10.4.")].flatMap((text) => sideOf(text) ?? []);
/** Each spec with the next one: as different as two can be. */
const pairs = [all, moved].flatMap((list) =>
  list.map((base, index) => [base, list[(index + 1) % list.length] ?? base] as const),
);

const place = ({ environment, type, name }: ResourceChange): string => `${environment} ${type} ${name}`;
const reference = sideOf(REFERENCE);
if (!reference) throw new Error("the reference spec is refused");

describe("a trial", () => {
  test("brings an item back that the head's shorter list lost, wherever it stood", () => {
    const using = (uses: string) => sideOf(REFERENCE.replace(/^( {2}backend:\n)/m, `$1    uses: [${uses}]\n`));
    const head = using("database");
    const both = using("database, cache");
    for (const at of [1, 2, 7])
      expect(head?.trial({ path: ["services", "backend", "uses", at], from: "cache", to: undefined })).toEqual(
        both?.graphs,
      );
    expect(both?.graphs).not.toEqual(head?.graphs);
  });
});

describe("a comparison", () => {
  test("of a spec with itself says that nothing changes", () => {
    for (const one of all) {
      const same = diff(one, one, one.trial);
      expect(same).toMatchObject({ spec: [], resources: [], notes: [], network: [], permissions: [], worst: "none" });
      expect([same.alarms, same.budgets, same.billed].flat()).toEqual([]);
    }
  });

  test("without a base makes everything", () => {
    for (const one of all) {
      const { resources, untouched } = diff(undefined, one, one.trial);
      expect(resources.length).toBe(one.graphs.flatMap((graph) => graph.resources).length);
      expect(new Set(resources.map(({ action }) => action))).toEqual(new Set(["create"]));
      expect(untouched.every(({ count }) => count === 0)).toBe(true);
    }
  });

  test("there and back makes what it deletes and deletes what it makes", () => {
    for (const [one, two] of pairs) {
      const [there, back] = [diff(one, two, two.trial), diff(two, one, one.trial)];
      const of = (list: typeof there, action: string) =>
        list.resources
          .filter((change) => change.action === action)
          .map(place)
          .toSorted();
      expect(of(there, "create")).toEqual(of(back, "delete"));
      expect(of(there, "delete")).toEqual(of(back, "create"));
    }
  });

  test("counts every resource once, worst first, and has a cause for each", () => {
    for (const [one, two] of pairs) {
      const { resources, untouched, worst, spec } = diff(one, two, two.trial);
      expect(new Set(resources.map(place)).size).toBe(resources.length);
      const ranks = resources.map((change) => rank(severityOf(change)));
      expect(ranks).toEqual(ranks.toSorted((a, b) => b - a));
      expect(rank(worst)).toBe(ranks[0] ?? 0);
      const made = new Set(spec.map(({ path }) => JSON.stringify(path)));
      const lost = resources.filter(
        ({ because }) => because.length === 0 || because.some(({ path }) => !made.has(JSON.stringify(path))),
      );
      expect(lost.map((change) => `${place(change)}: ${JSON.stringify(change.because)}`)).toEqual([]);
      for (const { environment, count } of untouched) {
        const there = two.graphs.find((graph) => graph.environment === environment)?.resources.length ?? 0;
        const touched = resources.filter((change) => change.environment === environment && change.action !== "delete");
        expect(count).toBe(there - touched.length);
      }
    }
  });

  test("gives each consequence an address that says so", () => {
    for (const [one, two] of pairs) {
      const { resources, notes } = diff(one, two, two.trial);
      const said = [
        ...notes,
        ...resources.flatMap((change) => [...change.notes, ...(change.refused ? [change.refused] : [])]),
      ];
      for (const { text, source } of said) {
        expect(source).toMatch(
          /^https:\/\/(docs\.aws\.amazon\.com|www\.pulumi\.com|registry\.terraform\.io|github\.com)\//,
        );
        expect(text).not.toMatch(/undefined|NaN|\[object/);
      }
      const mute = resources.filter(
        (change) => change.effects.length > 0 && change.notes.length === 0 && !change.refused,
      );
      expect(mute.map(place)).toEqual([]);
    }
  });
});

describe("the table of replacements", () => {
  test("knows every property of every resource that is made", () => {
    // What an override sets may be anything: `replaces` says "maybe" of it.
    const own = all.filter(({ model }) => model.overrides.length === 0);
    const unknown = new Set(
      own.flatMap(({ graphs }) =>
        graphs.flatMap(({ resources }) =>
          resources.flatMap(({ type, properties }) =>
            Object.keys(properties)
              .filter((property) => !isKnown(type, property))
              .map((property) => `${type} ${property}`),
          ),
        ),
      ),
    );
    expect([...unknown].join("\n"), "write tools/replacement.ts's table anew, or correct it").toBe("");
    expect(TABLE.source).toMatch(/^@aws-cdk\/aws-service-spec \d/);
    expect(TABLE.date).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  test("answers for what lies deeper with what lies above, and promises nothing of what it does not know", () => {
    const group = "aws:lb/targetGroup:TargetGroup";
    expect(replaces(group, "healthCheck.path").replaces).toBe("no");
    expect(
      replaces("aws:ecs/taskDefinition:TaskDefinition", "containerDefinitions[a].environment[B].value").replaces,
    ).toBe("yes");
    expect(replaces("aws:servicediscovery/service:Service", "dnsConfig.namespaceId").replaces).toBe("yes");
    expect(replaces("aws:servicediscovery/service:Service", "dnsConfig.dnsRecords").replaces).toBe("no");
    expect(replaces(group, "somethingNew").replaces).toBe("maybe");
    expect(replaces("aws:new/thing:Thing", "name").replaces).toBe("maybe");
  });

  test("the rules are about types and properties that it knows", () => {
    const lost = RULES.filter(
      ({ type, property }) =>
        !KNOWN_TYPES.includes(type) || (property !== "" && !isKnown(type, property) && !SELDOM.has(property)),
    );
    expect(lost.map(({ type, property }) => `${type} ${property}`)).toEqual([]);
  });
});

/** Properties that Pulumi fills in itself, and that only an override says. */
const SELDOM = new Set(["name"]);

describe("properties", () => {
  test("of named things are compared by name, so that one more moves no other", () => {
    const list = (...names: readonly string[]) => ({ env: names.map((name) => ({ name, value: "1" })) });
    expect(leaves(list("a", "c"), list("a", "b", "c")).map(({ property }) => property)).toEqual(["env[b]"]);
    expect(leaves(list("a", "b"), list("b", "a"))).toEqual([]);
  });

  test("that an override sets and nobody has looked up may replace", () => {
    const override = { on: "backend-log", reason: "a test", patch: [{ op: "add", path: "/kmsKeyId", value: "x" }] };
    const changed = sideOf(`${REFERENCE}\noverrides: ${JSON.stringify({ key: override })}\n`);
    if (!changed) throw new Error("the override is refused");
    const { resources, overrides } = diff(reference, changed, changed.trial);
    expect(resources.map(({ key, action, may }) => [key, action, typeof may])).toEqual([
      ["backend-log", "replace", "string"],
      ["backend-log", "replace", "string"],
    ]);
    expect(overrides).toEqual([{ name: "key", target: "backend-log", reason: "a test" }]);
  });
});

test("several changes at once are each told from the others", () => {
  const changed = sideOf(
    REFERENCE.replace("db.t4g.small", "db.t4g.medium")
      .replace("port: 3000", "port: 3001")
      .replace("nodes: 1", "nodes: 2"),
  );
  if (!changed) throw new Error("refused");
  const { resources } = diff(reference, changed, changed.trial);
  const because = (key: string) =>
    resources
      .find((one) => one.environment === "production" && one.key === key)
      ?.because.map(({ property, path }) => `${property} ${path.join(".")}`);
  expect(because("database")).toEqual(["instanceClass environments.production.database.instance"]);
  // The threshold is a share of what the class allows, though the spec says it elsewhere.
  expect(because("alarm-database-connections")).toEqual(["threshold environments.production.database.instance"]);
  expect(because("backend-targets")).toEqual(["port services.backend.port"]);
  expect(because("cache")).toEqual(["numCacheClusters cache.nodes"]);
});
