// Alarms that can fire: the right metric, in its own unit, of the right thing.
import { describe, expect, test } from "vitest";
import { solve } from "../accept/infrastructure/metric-math.ts";
import { modelOf, REFERENCE, seen } from "./lowered.ts";

const PRODUCTION = seen(REFERENCE, "production");
const alarm = (name: string): Readonly<Record<string, never>> => PRODUCTION.get(`alarm-${name}`)?.properties ?? {};
const TOPIC = ["<topic.arn>"];

test("every alarm tells the topic when it fires and when it is over", () => {
  const alarms = [...PRODUCTION.values()].filter(({ type }) => type.includes("metricAlarm"));
  expect(alarms).toHaveLength(modelOf(REFERENCE).environments[1]?.alarms.length ?? 0);
  for (const { properties } of alarms) expect(properties).toMatchObject({ alarmActions: TOPIC, okActions: TOPIC });
});

describe("metric, unit and dimension", () => {
  test("CPU of a service, percent", () => {
    expect(alarm("backend-cpu")).toMatchObject({
      namespace: "AWS/ECS",
      metricName: "CPUUtilization",
      statistic: "Average",
      dimensions: { ClusterName: "<cluster.name>", ServiceName: "<backend-service.name>" },
      threshold: 80,
      period: 300,
      evaluationPeriods: 2,
      comparisonOperator: "GreaterThanThreshold",
    });
  });

  test("the database by its identifier, not by the resource id that Pulumi calls `id`", () => {
    expect(alarm("database-cpu")["dimensions"]).toEqual({ DBInstanceIdentifier: "<database.identifier>" });
  });

  test("connections as a number, of what each instance class allows", () => {
    const thresholds = ["staging", "production"].map(
      (name) => seen(REFERENCE, name).get("alarm-database-connections")?.properties["threshold"] ?? 0,
    );
    const usable = modelOf(REFERENCE).environments.map(({ database }) => database?.usableConnections ?? 0);
    expect(thresholds).toEqual(usable.map((limit) => Math.floor(limit * 0.8)));
  });

  test("a percentile, in seconds", () => {
    expect(alarm("response-time")).toMatchObject({
      metricName: "TargetResponseTime",
      extendedStatistic: "p95",
      threshold: 2,
      evaluateLowSampleCountPercentiles: "ignore",
      treatMissingData: "notBreaching",
      dimensions: { LoadBalancer: "<load-balancer.arnSuffix>", TargetGroup: "<backend-targets.arnSuffix>" },
    });
    expect(alarm("response-time")["statistic"]).toBeUndefined();
  });

  test("nothing that happened is a zero, so that `below 1` fires", () => {
    expect(alarm("chats-started")).toMatchObject({
      comparisonOperator: "LessThanThreshold",
      treatMissingData: "breaching",
      evaluationPeriods: 3,
      metricQueries: [
        { id: "count", metric: { metricName: "ChatsStarted", stat: "Sum", period: 3600 } },
        { expression: "FILL(count,0)", returnData: true },
      ],
    });
  });

  test("short periods have two more, because counts arrive late and the newest zeros may mean nothing", () => {
    const text = REFERENCE.replace("below: 1\n      period: 1h", "below: 1\n      period: 1m");
    expect(seen(text, "production").get("alarm-chats-started")?.properties["evaluationPeriods"]).toBe(5);
  });

  test("the cache by its nodes, an alarm each", () => {
    const text = REFERENCE.replace("nodes: 1", "nodes: 3").replace(
      "chatsStarted:",
      "cacheCpu: { on: cache, metric: cpu, above: 80%, channel: errors }\n    chatsStarted:",
    );
    const graph = seen(text, "production");
    for (const node of ["001", "002", "003"]) {
      expect(graph.get(`alarm-cache-cpu-${node}`)?.properties).toMatchObject({
        name: `sage-production-cacheCpu-${node}`,
        metricName: "EngineCPUUtilization",
        dimensions: { CacheClusterId: `<cache.replicationGroupId>-${node}` },
      });
    }
    expect(graph.has("alarm-cache-cpu-004")).toBe(false);
  });
});

describe("the error rate", () => {
  const queries = alarm("api-error-rate")["metricQueries"] as unknown as readonly {
    id: string;
    expression?: string;
    returnData: boolean;
  }[];

  test("is a formula with one result, and nothing beside it that a formula may not have", () => {
    expect(queries.filter(({ returnData }) => returnData).map(({ id }) => id)).toEqual(["rate"]);
    for (const { id } of queries) expect(id).toMatch(/^[a-z][a-zA-Z0-9_]*$/);
    for (const key of ["metricName", "namespace", "period", "statistic"])
      expect(alarm("api-error-rate")[key]).toBeUndefined();
  });

  test.each([
    [{}, undefined],
    [{ t5: 3 }, undefined],
    [{ req: 100 }, 0],
    [{ req: 100, t5: 6 }, 6],
    [{ req: 100, t5: 2, e5: 3 }, 5],
    [{ req: 10, t5: 10 }, 0],
    [{ e5: 50, e503: 50 }, 100],
    [{ req: 75, e5: 25, e503: 25 }, 25],
  ])("of %j is %s", (series, rate) => {
    const expression = queries.find(({ id }) => id === "rate")?.expression ?? "";
    expect(solve(expression, { req: undefined, t5: undefined, e5: undefined, e503: undefined, ...series })).toBe(rate);
  });
});
