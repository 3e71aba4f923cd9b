// The reference spec's first environment for real, as far as a machine without AWS can: made by the provider that Pulumi
// bridges against moto, read back, changed by a change of the spec, and taken away. It takes minutes, most of them waits
// that are written into the provider.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { appliedTo, type Change, isLeftOut } from "./provider/applied.ts";
import { announce, findMoto, findTerraform } from "./provider/found.ts";
import { FORGOTTEN, LEFT_OUT } from "./provider/gaps.ts";
import { certificateOf, type Moto, startMoto } from "./provider/moto.ts";
import { ACCOUNT, type Stack, stacksOf } from "./provider/stacks.ts";

const WAIT = 900_000;
const SPEC = readFileSync(join(import.meta.dirname, "../../spec/sage.yaml"), "utf8");

const found = findTerraform();
const missing = typeof found === "string" ? found : findMoto() ? undefined : "no moto_server on the PATH";

test("the tools for it are there, or everybody hears that they are not", () => {
  if (missing !== undefined)
    announce("making, changing and destroying the reference stack, by the real AWS provider", missing);
});

interface Spec {
  region: string;
  logs?: { retention: string };
  secrets: Record<string, unknown>;
  services: { backend: { scale: object; secrets: Record<string, string> } };
  alerts: { alarms: Record<string, unknown> };
  environments: { staging: { account: string; services: { backend: { certificate: string } } } };
}

/** The spec's first environment in moto's account, and perhaps with another will. */
function staging(certificate: string, change: (spec: Spec) => void = () => {}): Stack {
  const spec = parse(SPEC) as Spec;
  spec.environments.staging.account = ACCOUNT;
  spec.environments.staging.services.backend.certificate = certificate;
  change(spec);
  const [stack] = stacksOf("spec", JSON.stringify(spec));
  if (!stack) throw new Error("the spec has no environment");
  return stack;
}

/** More tasks, a secret for them, another alarm, and logs that are kept longer. */
function grow(spec: Spec): void {
  const { services, secrets, alerts } = spec;
  spec.logs = { retention: "90d" };
  services.backend.scale = { min: 2, max: 6, cpu: "70%" };
  secrets["newsKey"] = { description: "Key of the news" };
  services.backend.secrets["NEWS_KEY"] = "newsKey";
  alerts.alarms["databaseStorage"] = { on: "database", metric: "storage", below: "5GiB", channel: "errors" };
}

/** What must become of it. The service stays as it is: its tasks are the pipeline's and the autoscaling's affair. */
const GROWTH: Readonly<Record<string, Change["action"]>> = {
  "alarm-database-storage": "create",
  "backend-execution-policy": "update",
  "backend-log": "update",
  "backend-migrate-log": "update",
  "backend-task": "replace",
  "backup-log": "update",
  "database-log-postgresql": "update",
  "database-log-upgrade": "update",
  "notifier-log": "update",
  "secret-news-key": "create",
  "secret-news-key-initial": "create",
};

describe.skipIf(missing !== undefined)("the reference stack", () => {
  let moto: Moto;
  let before: Stack;
  let after: Stack;
  let hands: ReturnType<typeof appliedTo>;

  beforeAll(async () => {
    moto = await startMoto();
    const certificate = await certificateOf(moto, (parse(SPEC) as Spec).region);
    before = staging(certificate);
    after = staging(certificate, grow);
    if (typeof found !== "string") hands = appliedTo(found, moto);
  }, WAIT);
  afterAll(() => moto.stop());

  test(
    "is made, and stays as it was made",
    async () => {
      const made = await hands.write(before);
      await hands.apply();
      const left = before.resources.filter(isLeftOut);
      expect(made + left.length).toBe(before.resources.length);
      console.log(`created ${made} of ${before.resources.length} resources; left out ${left.length}:`);
      for (const { name, type } of left) console.log(`  ${name}: ${LEFT_OUT[type]}`);
      expect(await hands.plan(true)).toEqual([]);
      console.log(`read back ${made} resources, and none differs; not looked at, because moto forgets it:`);
      for (const [type, properties] of Object.entries(FORGOTTEN)) console.log(`  ${type}: ${properties.join(", ")}`);
    },
    WAIT,
  );

  test(
    "changes with the spec where it must, and nowhere else",
    async () => {
      const count = await hands.write(after);
      const plan = await hands.plan(false);
      for (const { name, action, properties } of plan) console.log(`  ${action} ${name}: ${properties.join(", ")}`);
      expect(Object.fromEntries(plan.map(({ name, action }) => [name, action]))).toEqual(GROWTH);
      await hands.apply();
      expect(await hands.plan(false)).toEqual([]);
      console.log(`changed ${plan.length} of ${count} resources, and a second plan changes none`);
    },
    WAIT,
  );

  test(
    "is gone when it is destroyed",
    async () => {
      expect(await hands.destroy()).toBe(0);
      console.log("destroyed: nothing is left in the state");
    },
    WAIT,
  );
});
