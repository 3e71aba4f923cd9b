// The generator of specs that other laws rest on: nearly all are accepted, and together they use the whole language.
import { expect, test } from "vitest";
import { ALARM_METRICS } from "#schema/alarm-metrics.ts";
import type { Environment } from "#schema/model.ts";
import { lower } from "#src/lower.ts";
import { judge } from "#src/judge.ts";
import { runs, sampleSpecs } from "../support/specs.ts";

const COUNT = runs(200);
const judged = sampleSpecs(COUNT, 20261123).map(({ text }) => ({ text, ...judge(text, "sage.yaml") }));
const models = judged.flatMap(({ model }) => model ?? []);

test("more than nine of ten generated specs are accepted", () => {
  const refused = judged.filter(({ model }) => !model);
  const codes = refused.map(({ findings }) => findings.map(({ code, path }) => `${code} ${path.join(".")}`).join("; "));
  console.log(`${models.length} of ${COUNT} specs accepted${codes.map((line) => `\n  ${line}`).join("")}`);
  expect(models.length / COUNT).toBeGreaterThan(0.9);
});

test("every accepted spec is lowered", () => {
  const graphs = models.flatMap((model) => lower(model));
  console.log(`${graphs.length} graphs, ${graphs.reduce((sum, { resources }) => sum + resources.length, 0)} resources`);
});

/** What of the language must turn up. */
const FEATURES: Readonly<Record<string, (one: Environment) => boolean>> = {
  "no way out": ({ network }) => network.nat === "none",
  "one NAT gateway": ({ network }) => network.nat === "single",
  "a NAT gateway a zone": ({ network }) => network.nat === "per-az",
  "two zones": ({ network }) => network.zones.length === 2,
  "three zones": ({ network }) => network.zones.length === 3,
  "four zones": ({ network }) => network.zones.length === 4,
  "derived subnets": ({ network }) => network.derived,
  "given subnets": ({ network }) => !network.derived,
  "interface endpoints beside NAT": ({ network }) => network.interfaceEndpoints && network.nat !== "none",
  "no database": ({ database }) => !database,
  "no cache": ({ cache }) => !cache,
  "failover of the cache": ({ cache }) => cache?.multiAz === true,
  "several public services": ({ services }) => services.filter(({ route }) => route).length > 1,
  "a certificate": ({ services }) => services.some(({ certificate }) => certificate),
  "no service deployed": ({ services }) => services.length === 0,
  "a worker": ({ services }) => services.some(({ service }) => service.port === undefined),
  "a call": ({ services }) => services.some(({ service }) => service.calls.length > 0),
  autoscaling: ({ services }) => services.some(({ scale }) => scale.cpuPercent !== undefined),
  "a backup": ({ backup }) => backup !== undefined,
  protection: ({ protect }) => protect,
  "GitHub's provider exists": ({ oidcProvider }) => oidcProvider === "existing",
};

test.each(Object.entries(FEATURES))("some have it: %s", (_, has) => {
  expect(models.flatMap(({ environments }) => environments).filter(has).length).toBeGreaterThan(0);
});

test("every metric is watched", () => {
  const watched = models.flatMap(({ environments }) =>
    environments.flatMap(({ alarms }) => alarms.map(({ metric }) => metric)),
  );
  expect([...new Set(watched)].sort()).toEqual(Object.keys(ALARM_METRICS).sort());
});
