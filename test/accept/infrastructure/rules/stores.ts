// What RDS, ElastiCache and the small services take and no emulator asks for: written from AWS's API references.
import type { Rule } from "../rule.ts";
import { item, list, ofType, target, text } from "../stack.ts";
import { within } from "./tasks.ts";

/** ElastiCache's families by major version; RDS's are `postgres` and the major. */
const VALKEY_FAMILIES: Readonly<Record<string, string>> = { "7": "valkey7", "8": "valkey8", "9": "valkey9" };

const cacheIsAReplicationGroup: Rule = {
  name: "cache-is-a-replication-group",
  asks: "Valkey is never a cache cluster, which takes redis and memcached alone; failover has replicas, and family and version go together.",
  judge(stack, look) {
    look("no cache cluster", ofType(stack, "elasticache/cluster:Cluster").length === 0);
    for (const { key, properties } of ofType(stack, "elasticache/replicationGroup:ReplicationGroup")) {
      const version = text(properties, "engineVersion");
      const group = item(stack, target(properties["parameterGroupName"]));
      look(
        `${key}: engine`,
        properties["engine"] === "valkey" &&
          /^\d\.\d$/.test(version) &&
          VALKEY_FAMILIES[version.slice(0, 1)] === group.properties["family"],
      );
      look(`${key}: description`, text(properties, "description") !== "");
      look(
        `${key}: nodes`,
        within(properties["numCacheClusters"], 1, 6) &&
          /^cache\.[a-z0-9]+\.[0-9a-z]+$/.test(text(properties, "nodeType")),
      );
      look(
        `${key}: failover`,
        properties["automaticFailoverEnabled"] === properties["multiAzEnabled"] &&
          (properties["multiAzEnabled"] !== true || Number(properties["numCacheClusters"]) >= 2),
      );
      look(
        `${key}: eviction`,
        list(group.properties, "parameters").some(
          (one) => text(one, "name") === "maxmemory-policy" && text(one, "value") === "allkeys-lru",
        ),
      );
    }
  },
  breaks: {
    "a cache cluster": (stack) => {
      stack.items.push({ ...item(stack, "cache"), key: "cluster-of-valkey", type: "aws:elasticache/cluster:Cluster" });
    },
    "failover to nobody": (stack) => {
      item(stack, "cache").properties["numCacheClusters"] = 1;
    },
    "another major's family": (stack) => {
      item(stack, "cache-parameters").properties["family"] = "valkey7";
    },
    "no description": (stack) => {
      item(stack, "cache").properties["description"] = "";
    },
  },
};

/** Minutes since midnight, or since Monday's. */
const minutes = (clock: string): number =>
  Number(clock.slice(-5, -3)) * 60 +
  Number(clock.slice(-2)) +
  1440 * Math.max(0, ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].indexOf(clock.slice(0, 3)));

const databaseIsTakenByRds: Rule = {
  name: "database-is-taken-by-rds",
  asks: "Storage, windows, retention, names and parameters are such as CreateDBInstance takes.",
  judge(stack, look) {
    for (const { key, properties } of ofType(stack, "rds/instance:Instance")) {
      const group = item(stack, target(properties["parameterGroupName"]));
      look(
        `${key}: version`,
        group.properties["family"] === `postgres${text(properties, "engineVersion").split(".")[0]}` &&
          properties["engine"] === "postgres",
      );
      look(
        `${key}: storage`,
        properties["storageType"] === "gp3" &&
          within(properties["allocatedStorage"], 20, 65536) &&
          (properties["maxAllocatedStorage"] === 0 ||
            Number(properties["maxAllocatedStorage"]) > Number(properties["allocatedStorage"])),
      );
      look(
        `${key}: gp3 below 400 GiB has no own throughput`,
        properties["iops"] === undefined && properties["storageThroughput"] === undefined,
      );
      look(`${key}: windows`, windowsFit(text(properties, "backupWindow"), text(properties, "maintenanceWindow")));
      look(`${key}: retention`, within(properties["backupRetentionPeriod"], 1, 35));
      look(
        `${key}: names`,
        /^[a-z][a-z0-9_]{0,62}$/.test(text(properties, "dbName")) &&
          /^[a-z][a-z0-9_]{0,15}$/.test(text(properties, "username")),
      );
      look(
        `${key}: one password`,
        target(properties["password"]) !== "" && properties["manageMasterUserPassword"] === undefined,
      );
      look(
        `${key}: no extended support`,
        properties["engineLifecycleSupport"] === "open-source-rds-extended-support-disabled",
      );
      look(
        `${key}: insights`,
        properties["performanceInsightsEnabled"] !== true ||
          [7, 731].includes(Number(properties["performanceInsightsRetentionPeriod"])) ||
          Number(properties["performanceInsightsRetentionPeriod"]) % 31 === 0,
      );
      for (const one of list(group.properties, "parameters"))
        look(
          `${key}: ${text(one, "name")}`,
          STATIC.includes(text(one, "name"))
            ? text(one, "applyMethod") === "pending-reboot"
            : text(one, "applyMethod") === "immediate",
        );
    }
    for (const { key, properties } of stack.items.filter(
      ({ type }) => type === "random:index/randomPassword:RandomPassword",
    ))
      look(key, within(properties["length"], 16, 128) && properties["special"] === false);
  },
  breaks: {
    "a property that there is not": (stack) => {
      const { properties } = item(stack, "database");
      properties["preferredBackupWindow"] = properties["backupWindow"] ?? "";
      delete properties["backupWindow"];
    },
    "windows that meet": (stack) => {
      item(stack, "database").properties["maintenanceWindow"] = "tue:03:30-tue:04:30";
    },
    "no backups": (stack) => {
      item(stack, "database").properties["backupRetentionPeriod"] = 0;
    },
    "a static parameter at once": (stack) => {
      list(item(stack, "database-parameters").properties, "parameters").push({
        name: "max_connections",
        value: "200",
        applyMethod: "immediate",
      });
    },
    "a password that AWS rotates": (stack) => {
      item(stack, "database").properties["manageMasterUserPassword"] = true;
    },
    "another major's family": (stack) => {
      item(stack, "database-parameters").properties["family"] = "postgres16";
    },
  },
};

/** Parameters of PostgreSQL that wait for a restart. */
const STATIC = ["max_connections", "shared_buffers", "shared_preload_libraries", "max_wal_senders", "wal_buffers"];

/** Half an hour each at least, and the daily window clear of the weekly one on every day. */
function windowsFit(daily: string, weekly: string): boolean {
  const [from = "", to = ""] = daily.split("-");
  const [start = "", end = ""] = weekly.split("-");
  if (from === "" || start === "") return false;
  const length = (minutes(to) - minutes(from) + 1440) % 1440;
  const span = (minutes(end) - minutes(start) + 10080) % 10080;
  const busy = new Set(Array.from({ length: span }, (_, index) => (minutes(start) + index) % 10080));
  const days = [0, 1, 2, 3, 4, 5, 6].flatMap((day) =>
    Array.from({ length }, (_, index) => (day * 1440 + minutes(from) + index) % 10080),
  );
  return length >= 30 && span >= 30 && !days.some((minute) => busy.has(minute));
}

const restIsTaken: Rule = {
  name: "functions-schedules-and-queues-are-taken",
  asks: "Function, schedule and queue are within the ranges of their APIs.",
  judge(stack, look) {
    for (const { key, properties } of ofType(stack, "lambda/function:Function")) {
      look(
        key,
        within(properties["timeout"], 1, 900) &&
          within(properties["memorySize"], 128, 10240) &&
          /^nodejs(22|24)\.x$/.test(text(properties, "runtime")),
      );
      look(`${key}: variables`, JSON.stringify(properties["environment"] ?? {}).length < 4096);
    }
    for (const { key, properties } of ofType(stack, "scheduler/schedule:Schedule"))
      look(
        key,
        /^cron\((\S+ ){5}\S+\)$/.test(text(properties, "scheduleExpression")) &&
          text(properties, "scheduleExpression")
            .split(" ")
            .filter((field) => field === "?").length === 1,
      );
    for (const { key, properties } of ofType(stack, "sqs/queue:Queue"))
      look(key, within(properties["messageRetentionSeconds"], 60, 1209600));
  },
  breaks: {
    "a runtime that is gone": (stack) => {
      item(stack, "notifier").properties["runtime"] = "nodejs20.x";
    },
    "five fields": (stack) => {
      item(stack, "backup-schedule").properties["scheduleExpression"] = "cron(0 3 * * *)";
    },
    "a queue that keeps too long": (stack) => {
      item(stack, "notifier-dead-letters").properties["messageRetentionSeconds"] = 1209601;
    },
  },
};

/** The rules of stores and of what is small. */
export const STORES: readonly Rule[] = [cacheIsAReplicationGroup, databaseIsTakenByRds, restIsTaken];
