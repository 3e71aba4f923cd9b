// Changes of a spec, one thing each, and what beside that thing they may touch: nothing but what lists things by its nature.
import type { Data } from "./specs.ts";

/** What an edit did: the new spec, and the name of what it was done to. */
export interface Edited {
  readonly data: Data;
  readonly subject: string;
}

/** A resource that an edit may change, and which of its properties. `<subject>` stands for what was edited. */
export interface Exception {
  readonly key: string;
  readonly changes: readonly string[];
  readonly why: string;
}

export interface Edit {
  readonly name: string;
  /** What may be in the one graph and not in the other: new things, old ones, or none. */
  readonly effect: "adds" | "removes" | "changes";
  /** The edited spec; nothing where the spec has no place for the edit. */
  apply(data: Data): Edited | undefined;
  readonly exceptions: readonly Exception[];
}

type Named = Readonly<Record<string, Data>>;
const services = (data: Data): Named => (data["services"] ?? {}) as Named;
const deployed = (data: Data): string[] =>
  Object.entries(services(data)).flatMap(([name, { deploy }]) => (deploy === false ? [] : [name]));
const withService = (data: Data, name: string, service: Data): Data => ({
  ...data,
  services: { ...services(data), [name]: service },
});

/** Whether every environment has a way out, so that a service may want one. */
const hasWayOut = (data: Data): boolean => {
  const nat = (section: unknown): unknown => ((section as Data | undefined)?.["network"] as Data | undefined)?.["nat"];
  return [data, ...Object.values((data["environments"] ?? {}) as Named)].every((one) => nat(one) !== "none");
};

const PIPELINES: Exception = {
  key: "deploy-policy",
  changes: ["policy"],
  why: "The deploy role lists what it may release.",
};

const BACKUPS: Exception = {
  key: "operations-to-internet-egress",
  changes: ["existence"],
  why: "Interface endpoints come and go with the services that have no way out, and the backup needs no other way to AWS.",
};

/** A service with its name; `aaa` comes before all others and `zzz` after them. */
const added =
  (name: string, service: Data): Edit["apply"] =>
  (data) =>
    Object.hasOwn(services(data), name)
      ? undefined
      : {
          data: withService(data, name, { uses: [], ...(hasWayOut(data) ? {} : { internet: false }), ...service }),
          subject: name,
        };

/** A certificate for a service, in the region and the account of each environment. */
function certified(data: Data, name: string): Data {
  const arn = (region: unknown, account: unknown): string =>
    `arn:aws:acm:${String(region)}:${String(account)}:certificate/added`;
  const environments = Object.entries((data["environments"] ?? {}) as Named);
  if (environments.length === 0)
    return withService(data, name, { ...services(data)[name], certificate: arn(data["region"], "111122223333") });
  const own = environments.map(([environment, one]) => [
    environment,
    withService(one, name, { certificate: arn(one["region"] ?? data["region"], one["account"]) }),
  ]);
  return { ...data, environments: Object.fromEntries(own) };
}

export const EDITS: readonly Edit[] = [
  {
    name: "a worker is added before all others",
    effect: "adds",
    apply: added("aaa", {}),
    exceptions: [PIPELINES, BACKUPS],
  },
  {
    name: "an internal service is added after all others",
    effect: "adds",
    apply: added("zzz", { port: 9999 }),
    exceptions: [PIPELINES, BACKUPS],
  },
  {
    name: "a public service is added",
    effect: "adds",
    apply: added("mmm", { port: 9999, expose: "public", route: { host: "mmm.example.com", path: "/mmm" } }),
    exceptions: [PIPELINES, BACKUPS],
  },
  {
    name: "a service is added that calls another",
    effect: "adds",
    apply: (data) => {
      const called = Object.entries(services(data)).find(
        ([, { deploy, port }]) => deploy !== false && port !== undefined,
      )?.[0];
      const edited = called === undefined ? undefined : added("caller", { calls: [called] })(data);
      return edited && called !== undefined ? { ...edited, subject: called } : undefined;
    },
    exceptions: [
      PIPELINES,
      BACKUPS,
      {
        key: "<subject>-service",
        changes: ["serviceRegistries"],
        why: "A service gets its private name with the first that calls it.",
      },
    ],
  },
  {
    name: "a service that uses both stores is added",
    effect: "adds",
    apply: (data) => {
      const uses = ["database", "cache"].filter((store) => data[store] !== undefined);
      return added("user", { uses, ...(uses.includes("database") ? { databaseConnections: 1 } : {}) })(data);
    },
    exceptions: [PIPELINES, BACKUPS],
  },
  {
    name: "a public service with a certificate of its own is added before all others",
    effect: "adds",
    apply: (data) => {
      const edited = added("aab", { port: 9998, expose: "public", route: { host: "aab.example.com" } })(data);
      return edited && { ...edited, data: certified(edited.data, "aab") };
    },
    exceptions: [
      PIPELINES,
      BACKUPS,
      {
        key: "https?-listener",
        changes: ["certificateArn", "defaultActions"],
        why: "The first certificate brings HTTPS; without a default service, the listener's own one is the first by name.",
      },
      { key: ".*-rule", changes: ["listenerArn"], why: "With the first certificate, requests are answered by HTTPS." },
      { key: ".*-service", changes: ["options"], why: "A service waits for the listener that leads to it." },
    ],
  },
  {
    name: "a service is removed",
    effect: "removes",
    apply: (data) => {
      const holder = ((data["operations"] as Data | undefined)?.["migration"] as Data | undefined)?.["service"];
      const text = JSON.stringify(data["alerts"] ?? {});
      const free = deployed(data).find(
        (name) =>
          name !== holder &&
          !text.includes(`"on":"${name}"`) &&
          !Object.values(services(data)).some(({ calls }) => ((calls ?? []) as string[]).includes(name)),
      );
      if (free === undefined || Object.keys(services(data)).length < 2) return undefined;
      const { [free]: _gone, ...rest } = services(data);
      const environments = Object.entries((data["environments"] ?? {}) as Named).map(([name, one]) => {
        const { [free]: _, ...others } = services(one);
        return [name, { ...one, services: others }];
      });
      return {
        data: {
          ...data,
          services: rest,
          ...(data["environments"] ? { environments: Object.fromEntries(environments) } : {}),
        },
        subject: free,
      };
    },
    exceptions: [
      PIPELINES,
      BACKUPS,
      {
        key: "https?-listener",
        changes: ["defaultActions", "certificateArn"],
        why: "The removed service was the default one, or its certificate the listener's.",
      },
      { key: ".*-service", changes: ["serviceRegistries"], why: "Nobody calls it any more." },
      { key: ".*-rule", changes: ["listenerArn"], why: "The last certificate went, and HTTPS with it." },
      { key: ".*-service", changes: ["options"], why: "A service waits for the listener that leads to it." },
    ],
  },
  {
    name: "an environment variable is added",
    effect: "changes",
    apply: (data) => {
      const [name] = deployed(data);
      const service = name === undefined ? undefined : services(data)[name];
      if (name === undefined || !service) return undefined;
      return {
        data: withService(data, name, { ...service, env: { ...(service["env"] as Data), A_NEW_ONE: "new" } }),
        subject: name,
      };
    },
    exceptions: [{ key: "<subject>-task", changes: ["containerDefinitions"], why: "It is told to the container." }],
  },
  {
    name: "a secret is added and used",
    effect: "adds",
    apply: (data) => {
      const name = deployed(data).at(-1);
      const service = name === undefined ? undefined : services(data)[name];
      if (name === undefined || !service) return undefined;
      const secrets = { ...(data["secrets"] as Data), aNewSecret: { description: "New" } };
      const own = { ...(service["secrets"] as Data), A_NEW_SECRET: "aNewSecret" };
      return { data: { ...withService(data, name, { ...service, secrets: own }), secrets }, subject: name };
    },
    exceptions: [
      { key: "<subject>-task", changes: ["containerDefinitions"], why: "The container gets it." },
      { key: "<subject>-execution-policy", changes: ["policy"], why: "The role that starts the task may read it." },
      { key: "<subject>-service", changes: ["options"], why: "The service waits for its first value." },
    ],
  },
  {
    name: "an alarm is added",
    effect: "adds",
    apply: (data) => {
      const alerts = data["alerts"] as { channels: Data; alarms: Data } | undefined;
      const [channel] = Object.keys(alerts?.channels ?? {});
      const [on] = deployed(data);
      if (!alerts || channel === undefined || on === undefined) return undefined;
      const alarm = { on, metric: "cpu", above: "77%", channel };
      return { data: { ...data, alerts: { ...alerts, alarms: { aNewAlarm: alarm, ...alerts.alarms } } }, subject: on };
    },
    exceptions: [{ key: "notifier", changes: ["code"], why: "The notifier lists which alarm tells which channel." }],
  },
  {
    name: "something is cached for a time",
    effect: "changes",
    apply: (data) => {
      const cache = data["cache"] as Data | undefined;
      return (
        cache && {
          data: { ...data, cache: { ...cache, ttl: { ...(cache["ttl"] as Data), aNewThing: "1h" } } },
          subject: "",
        }
      );
    },
    exceptions: [
      { key: ".*-task", changes: ["containerDefinitions"], why: "Every service that uses the cache is told." },
    ],
  },
  {
    name: "a zone is appended",
    effect: "adds",
    apply: (data) => {
      const network = data["network"] as Data;
      const subnets = network["subnets"] as Readonly<Record<string, readonly string[]>> | undefined;
      if (!subnets || (subnets["public"]?.length ?? 0) > 3) return undefined;
      const more = Object.entries(subnets).map(([tier, blocks]) => [tier, [...blocks, nextBlock(tier, blocks)]]);
      return { data: { ...data, network: { ...network, subnets: Object.fromEntries(more) } }, subject: "" };
    },
    exceptions: [
      { key: "load-balancer", changes: ["subnets"], why: "It stands in every zone." },
      { key: ".*-service", changes: ["networkConfiguration"], why: "Tasks run in every zone." },
      { key: "backup-schedule", changes: ["target"], why: "Tasks run in every zone." },
      { key: "(database|cache)-subnets", changes: ["subnetIds"], why: "Stores may stand in every zone." },
      {
        key: "(ecr-api|ecr-dkr|logs|secretsmanager)-endpoint",
        changes: ["subnetIds"],
        why: "Endpoints answer in every zone.",
      },
      { key: "s3-endpoint", changes: ["routeTableIds"], why: "The way to S3 stands in every private table." },
    ],
  },
  {
    name: "keys are written in another order",
    effect: "changes",
    apply: (data) => ({ data: reversed(data) as Data, subject: "" }),
    exceptions: [],
  },
];

/** The block after the last one of a tier, as the generator lays them out. */
function nextBlock(tier: string, blocks: readonly string[]): string {
  const [a, b, c, rest = ""] = (blocks.at(-1) ?? "").split(".");
  return [a, b, Number(c) + (tier === "private" ? 4 : 1), rest].join(".");
}

/** The same maps with their keys the other way round; `environments` keep their order, which means something. */
function reversed(value: unknown, key = ""): unknown {
  if (Array.isArray(value) || typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, reversed(inner, name)]);
  return Object.fromEntries(key === "environments" ? entries : entries.reverse());
}
