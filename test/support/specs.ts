// Specs over the whole language, made from choices: nearly all of them valid, the same ones for the same seed.
import { fc } from "./chance.ts";
import { type Draw, draw } from "./draws.ts";
import { alertsOf, usedSecrets } from "./alarms.ts";
import { environmentsOf } from "./environments.ts";
import { cacheOf, databaseOf } from "./stores.ts";
import { isDeployed, type Plan, planOf, serviceOf } from "./services.ts";

/** A spec as data; `undefined` is a key that is left out. */
export type Data = { readonly [key: string]: unknown };

/** A generated spec: data to change, and its text. */
export interface Generated {
  readonly data: Data;
  readonly text: string;
}

/** The spec as text: JSON is YAML, and has no second form in which a value could be lost. */
export const textOf = (data: Data): string => `${JSON.stringify(data, null, 2)}\n`;

/** Arbitrary specs; most of them are accepted (test/laws/specs.test.ts measures how many). */
export const specs: fc.Arbitrary<Generated> = draw.map((one) => {
  const data = build(one);
  return { data, text: textOf(data) };
});

/** The same `count` specs for the same seed. */
export const sampleSpecs = (count: number, seed: number): readonly Generated[] =>
  fc.sample(specs, { numRuns: count, seed });

/** How many generated specs a test looks at: few in every run, more where FUZZ_RUNS asks for them. */
export const runs = (few: number): number => Number(process.env["FUZZ_RUNS"] ?? few);

function build(one: Draw): Data {
  const plan = planOf(one);
  const alerts = alertsOf(plan);
  const data: Data = {
    version: 1,
    project: one.project,
    region: one.region,
    tags: one.tags.length === 0 ? undefined : Object.fromEntries(one.tags.map((tag) => [tag, `of ${tag}`])),
    targets: one.terraform ? ["compose", "docs", "github", "pulumi", "terraform"] : undefined,
    network: networkOf(plan),
    logs: one.retention && { retention: one.retention },
    database: one.database && databaseOf(one.database, plan.connections),
    cache: one.cache && cacheOf(one.cache),
    services: Object.fromEntries(plan.services.map((service) => [service.name, serviceOf(plan, service)])),
    alerts,
    delivery: one.delivery && {
      github: {
        repository: `${one.project}-org/${one.project}`,
        ...(one.delivery.ids ? { ownerId: 12, repositoryId: 345 } : {}),
      },
      oidcProvider: one.delivery.existing ? "existing" : undefined,
    },
    operations: operationsOf(plan),
    environments: environmentsOf(plan, alerts),
  };
  return tidy({ ...data, secrets: usedSecrets(data) }) as Data;
}

function networkOf({ draw }: Plan): Data {
  const { second, prefix, zones, nat } = draw.network;
  if (zones === undefined) return { cidr: `10.${second}.0.0/${prefix}`, nat };
  const blocks = (from: number, step: number, size: number): readonly string[] =>
    Array.from({ length: zones }, (_, zone) => `10.${second}.${from + zone * step}.0/${size}`);
  const stores = draw.database || draw.cache ? blocks(32, 1, 26) : undefined;
  return {
    cidr: `10.${second}.0.0/16`,
    nat,
    subnets: { public: blocks(0, 1, 24), private: blocks(16, 4, 22), database: stores },
  };
}

function operationsOf(plan: Plan): Data | undefined {
  const { draw, services } = plan;
  if (!draw.database) return undefined;
  const holder = services.find(
    (one) =>
      isDeployed(one) && one.image.prisma && ["nestjs", "node"].includes(one.framework) && usesDatabase(plan, one.name),
  );
  return tidy({
    backup: draw.backup && { bucket: `${draw.project}-dumps`, ...draw.backup },
    migration: draw.migration && holder ? { service: holder.name } : undefined,
  }) as Data;
}

function usesDatabase(plan: Plan, name: string): boolean {
  const service = plan.services.find((one) => one.name === name);
  return service !== undefined && plan.uses(service).includes("database");
}

/** Without the keys that are left out. */
function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, tidy(inner)]])),
  );
}
