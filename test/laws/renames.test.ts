// Laws of renaming a service: Pulumi finds the old resources under the new names, and the comparison says the same.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Comparison, Side } from "#schema/change.ts";
import { bare } from "#schema/value.ts";
import { compile } from "#src/compile.ts";
import { diff } from "#src/diff.ts";
import { trialOf } from "#src/trial.ts";

const RENAMED = readFileSync("test/golden/renamed-service/sage.yaml", "utf8");
const FRESH = RENAMED.replace(/ *renamedFrom: .*\n/, "");
const BEFORE = FRESH.replaceAll("checkout", "orders");

function sideOf(text: string) {
  const { model, graphs, document, findings } = compile(text, "sage.yaml", []);
  if (!model || !document) throw new Error(`refused: ${JSON.stringify(findings)}`);
  return { side: { model, graphs, data: document.data } satisfies Side, trial: trialOf(document) };
}

function compared(before: string, after: string): Comparison {
  const { side, trial } = sideOf(after);
  return diff(sideOf(before).side, side, trial);
}

const idsOf = (text: string): readonly string[] =>
  sideOf(text).side.graphs.flatMap(({ environment, resources }) =>
    resources.map(({ type, name }) => `${environment} ${type} ${name}`),
  );

/** What Pulumi looks the resources of a spec up by: their aliases where they have some, else their names. */
const soughtOf = (text: string): readonly string[] =>
  sideOf(text).side.graphs.flatMap(({ environment, resources }) =>
    resources.flatMap(({ type, name, options }) => {
      const names = options.aliases?.map((one) => String(bare(one.name))) ?? [name];
      return names.map((each) => `${environment} ${type} ${each}`);
    }),
  );

describe("a service that says what it was called", () => {
  test("is looked up under every name that its resources had, and nothing else has an alias", () => {
    expect(soughtOf(RENAMED).toSorted()).toEqual(idsOf(BEFORE).toSorted());
    expect(soughtOf(FRESH).toSorted()).toEqual(idsOf(FRESH).toSorted());
  });

  test("creates and deletes nothing", () => {
    const { resources, renamed, perhaps } = compared(BEFORE, RENAMED);
    expect(resources.filter(({ action }) => action === "create" || action === "delete")).toEqual([]);
    expect({ renamed, perhaps }).toEqual({ renamed: [{ from: "orders", to: "checkout" }], perhaps: undefined });
    expect(resources.find(({ key }) => key === "checkout-targets")).toMatchObject({
      action: "update",
      formerly: "orders-targets",
    });
  });

  test("is compared in its own words: what it may do and whom it reaches stay, each cause is a line of the change", () => {
    const { spec, network, permissions, budgets, billed, resources } = compared(BEFORE, RENAMED);
    expect(spec.map(({ path }) => path.join("."))).toEqual(["services.checkout.renamedFrom", "services.web.calls.0"]);
    expect([network, permissions, budgets, billed].flat()).toEqual([]);
    const own = resources.filter(({ formerly }) => formerly !== undefined);
    expect(new Set(own.flatMap(({ because }) => because.map(({ path }) => path.join("."))))).toEqual(
      new Set(["services.checkout.renamedFrom"]),
    );
  });

  test("shows what else changes of it as such", () => {
    const after = RENAMED.replace("port: 3000", "port: 3001");
    const { spec, resources } = compared(BEFORE, after);
    expect(spec.map(({ path }) => path.join("."))).toContain("services.checkout.port");
    const targets = resources.find(({ key, environment }) => key === "checkout-targets" && environment === "staging");
    expect(targets).toMatchObject({ action: "replace", effects: ["downtime"] });
    expect(targets?.because.find(({ property }) => property === "port")?.path).toEqual([
      "services",
      "checkout",
      "port",
    ]);
  });

  test("changes nothing once it is applied, and nothing when it is taken out again", () => {
    expect(compared(RENAMED, RENAMED)).toMatchObject({ resources: [], worst: "none", renamed: [] });
    expect(compared(RENAMED, FRESH)).toMatchObject({ resources: [], worst: "none", renamed: [], perhaps: undefined });
    expect(compared(FRESH, RENAMED)).toMatchObject({ resources: [], worst: "none", renamed: [], perhaps: undefined });
  });
});

test("a service that is gone and one that is new may be the same, which a reader is asked", () => {
  const { renamed, perhaps, resources } = compared(BEFORE, FRESH);
  expect({ renamed, perhaps }).toEqual({ renamed: [], perhaps: { from: "orders", to: "checkout" } });
  expect(resources.some(({ action, key }) => action === "delete" && key === "orders-repository")).toBe(true);
});

test("a former name that another resource bears today is that one's", () => {
  const after = RENAMED.replace("  web:\n", "  orders-migrate: { internet: false }\n  web:\n");
  const ids = new Set(idsOf(after));
  const lost = soughtOf(after).filter((id) => ids.has(id) && soughtOf(after).filter((one) => one === id).length > 1);
  expect(lost).toEqual([]);
  expect(idsOf(after)).toContain("staging aws:ecs/taskDefinition:TaskDefinition orders-migrate-task");
});

test("two services that are renamed at once keep the way from one to the other", () => {
  const after = RENAMED.replace("  web:\n", "  site:\n    renamedFrom: web\n");
  const { resources, renamed } = compared(BEFORE, after);
  expect(renamed).toEqual([
    { from: "orders", to: "checkout" },
    { from: "web", to: "site" },
  ]);
  expect(resources.filter(({ action }) => action === "create" || action === "delete")).toEqual([]);
  expect(resources.find(({ key }) => key === "site-to-checkout-ingress")?.formerly).toBe("web-to-orders-ingress");
});
