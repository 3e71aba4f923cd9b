// What the program says of the services: what Fargate needs to start a task, and who may do what.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fargateMemory } from "#schema/aws.ts";
import { modelOf, REFERENCE, type Seen, seen, SPECS } from "./lowered.ts";

type Container = Readonly<Record<string, never>> & {
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly secrets?: readonly { readonly name: string; readonly valueFrom: string }[];
};
const every = SPECS.flatMap(([spec, text]) =>
  modelOf(text).environments.map((environment) => ({
    spec,
    environment,
    name: environment.name,
    map: seen(text, environment.name),
  })),
);
const containerOf = (task: Seen | undefined): Container =>
  task?.properties["containerDefinitions"]?.[0] ?? ({ environment: [] } as never);

describe.each(every)("the services of $spec, $name", ({ environment, map }) => {
  const resources = [...map.values()];
  const tasks = resources.filter(({ type }) => type === "aws:ecs/taskDefinition:TaskDefinition");

  test("have task definitions that Fargate takes", () => {
    for (const task of tasks) {
      const { cpu, memory, networkMode, requiresCompatibilities, skipDestroy } = task.properties;
      expect(fargateMemory(Number(cpu))).toContain(Number(memory));
      expect([typeof cpu, typeof memory, networkMode, requiresCompatibilities, skipDestroy]).toEqual([
        "string",
        "string",
        "awsvpc",
        ["FARGATE"],
        true,
      ]);
      const options = containerOf(task)["logConfiguration"]?.["options"] ?? {};
      expect(Object.keys(options)).toEqual(["awslogs-group", "awslogs-region", "awslogs-stream-prefix"]);
    }
  });

  test("say each environment variable once, in the order of names, and every value as text", () => {
    for (const task of tasks) {
      const { environment: plain, secrets = [] } = containerOf(task);
      const names = plain.map((one) => one.name);
      expect(names).toEqual([...new Set(names)].toSorted());
      expect(plain.every(({ value }) => typeof value === "string")).toBe(true);
      expect(names.filter((one) => secrets.some((secret) => secret.name === one))).toEqual([]);
    }
  });

  test("start with roles that read their own secrets and no others, each of which has a value", () => {
    for (const task of tasks) {
      const arns = (containerOf(task).secrets ?? []).map(({ valueFrom }) => valueFrom);
      const role = String(task.properties["executionRoleArn"]).slice(1, -".arn>".length);
      const policy: Seen | undefined = resources.find(
        ({ type, properties }) => type === "aws:iam/rolePolicy:RolePolicy" && properties["role"] === `<${role}.name>`,
      );
      const statements: readonly { readonly Sid: string; readonly Resource: string | string[] }[] =
        policy?.properties["policy"]?.["Statement"] ?? [];
      const readable = statements
        .filter(({ Sid }) => Sid.startsWith("ReadSecret") || Sid.startsWith("ReadDatabase"))
        .flatMap(({ Resource }) => Resource);
      expect(new Set(readable)).toEqual(new Set(arns));
      for (const arn of arns) {
        const secret = arn.slice(1, -".arn>".length);
        expect(
          resources.some(
            ({ type, properties }) => type.endsWith(":SecretVersion") && properties["secretId"] === `<${secret}.id>`,
          ),
        ).toBe(true);
      }
    }
  });

  test("leave to others what others change", () => {
    for (const service of environment.services) {
      const ecs = map.get(`${service.name}-service`);
      const scaled = map.has(`${service.name}-scaling`);
      expect(ecs?.options.ignoreChanges).toEqual(["taskDefinition", ...(scaled ? ["desiredCount"] : [])]);
      expect(scaled).toBe(service.scale.max > service.scale.min);
      expect(ecs?.properties["networkConfiguration"]).toMatchObject({
        assignPublicIp: false,
        securityGroups: [`<${service.name}-security.id>`],
      });
    }
  });

  test("stand behind the load balancer exactly if they are public, and wait for what leads there", () => {
    for (const service of environment.services) {
      const ecs = map.get(`${service.name}-service`);
      const behind = ecs?.properties["loadBalancers"] !== undefined;
      expect(behind).toBe(service.service.expose === "public");
      expect(ecs?.properties["healthCheckGracePeriodSeconds"]).toBe(behind ? service.startSeconds : undefined);
      const entrances = (ecs?.options.dependsOn ?? [])
        .map((key) => map.get(key))
        .filter((one) => one?.module === "load-balancer");
      const actions = entrances
        .flatMap((one) => [one?.properties["defaultActions"] ?? [], one?.properties["actions"] ?? []])
        .flat();
      expect(JSON.stringify(actions)).toBe(
        behind ? JSON.stringify([{ type: "forward", targetGroupArn: `<${service.name}-targets.arn>` }]) : "[]",
      );
    }
  });

  test("have listeners with a certificate and a policy where they speak HTTPS, and nothing plain beside it", () => {
    const listeners = resources.filter(({ type }) => type === "aws:lb/listener:Listener");
    const https = listeners.find(({ properties }) => properties["port"] === 443);
    for (const { properties } of listeners) {
      if (properties["port"] === 443)
        expect(properties).toMatchObject({
          sslPolicy: expect.stringContaining("TLS13"),
          certificateArn: expect.stringMatching(/^arn:/),
        });
      else expect(properties["defaultActions"]?.[0]?.["type"] === "redirect").toBe(https !== undefined);
    }
    for (const { type, properties } of resources) {
      if (type === "aws:lb/listenerRule:ListenerRule")
        expect(properties["listenerArn"]).toBe(https ? "<https-listener.arn>" : "<http-listener.arn>");
    }
  });

  test("find the services that they call by private names", () => {
    for (const { name, service } of environment.services) {
      for (const called of service.calls) {
        const port = environment.services.find((one) => one.name === called)?.service.port;
        const url = containerOf(map.get(`${name}-task`)).environment.find(
          (one) => one.name === `${called.replaceAll("-", "_").toUpperCase()}_URL`,
        )?.value;
        expect(url).toBe(`http://${called}.${String(map.get("namespace")?.properties["name"])}:${String(port)}`);
        expect(map.get(`${called}-service`)?.properties["serviceRegistries"]).toEqual({
          registryArn: `<${called}-discovery.arn>`,
        });
      }
    }
  });
});

test("the reference backend gets what its section says", () => {
  const { environment, secrets, healthCheck } = containerOf(seen(REFERENCE, "production").get("backend-task"));
  expect(environment).toContainEqual({ name: "CACHE_TTL_MARKET_PRICE_SECONDS", value: "300" });
  expect(environment).toContainEqual({ name: "DATABASE_POOL_MAX", value: "5" });
  expect(environment).toContainEqual({ name: "PORT", value: "3000" });
  expect(secrets?.map(({ name }) => name)).toEqual(["ANTHROPIC_API_KEY", "DATABASE_URL", "REDIS_URL"]);
  expect(healthCheck?.["command"]?.[3]).toContain("http://127.0.0.1:3000/health");
});

test.each(["node", "vite"])(
  "the %s image declares /tmp a volume, without which the mount there would belong to root",
  (kind) => {
    const template = readFileSync(new URL(`../../templates/docker/${kind}.Dockerfile.hbs`, import.meta.url), "utf8");
    expect(template).toMatch(/^VOLUME (\["\/tmp"\]|\/tmp)$/m);
  },
);
