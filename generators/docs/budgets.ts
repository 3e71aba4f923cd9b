// The arithmetic behind the limits that the spec was judged by, an environment at a time, and by the same functions.
import { connectionTerms } from "#schema/budget.ts";
import type { Environment, Model } from "#schema/model.ts";
import { from, type View } from "#schema/value.ts";
import type { Table } from "./inventory.ts";

/** One view an environment: a sentence for the connections, a table for the addresses. */
export function budgetTables(model: Model): View[] {
  return model.environments.map((environment) => ({
    name: environment.name,
    hasConnections: environment.budgets.connections !== undefined,
    connections: connections(environment),
    addresses: addresses(environment),
  }));
}

function connections({ budgets, database }: Environment): string {
  const budget = budgets.connections;
  if (!budget || !database) return "";
  return `${connectionTerms(budget.users)} = ${budget.used} of ${budget.limit} that ${database.instance} allows`;
}

function addresses({ budgets }: Environment): Table {
  const rows = budgets.addresses.map(({ tier, zone, cidr, usable, needed, users }) => [
    `${tier} ${zone}`,
    { code: cidr },
    users.length === 0 ? "nothing" : users.map((user) => `${user.name} ${user.addresses}`).join(" + "),
    String(needed),
    String(usable),
  ]);
  return { head: ["Subnet", "Block", "Who needs addresses", "Needed", "Usable"], rows };
}

/** The most that an image may weigh, one row a service that has a budget. */
export function imageTable({ services }: Model): Table | undefined {
  const rows = services.flatMap(({ name, image }) => {
    if (image.maxSize === undefined) return [];
    const budget = from(
      ["services", name, "image", "maxSize"],
      `${image.maxSize}, compressed as the registry stores it`,
    );
    return [[{ code: name }, budget, "its pipeline, before anything is deployed"]];
  });
  return rows.length === 0 ? undefined : { head: ["Image", "At the most", "Judged by"], rows };
}

/** What a prompt says of an environment's budgets. */
export function budgetLines(model: Model): View[] {
  return model.environments.map((environment) => {
    const [fullest] = environment.budgets.addresses.toSorted((a, b) => b.needed / b.usable - a.needed / a.usable);
    return {
      name: environment.name,
      hasConnections: environment.budgets.connections !== undefined,
      connections: connections(environment),
      fullest: fullest
        ? `${fullest.tier} ${fullest.zone}, ${fullest.needed} of ${fullest.usable} addresses`
        : "not known",
    };
  });
}

/** One line an image that has a budget. */
export function sizeLines({ services }: Model): View[] {
  return services.flatMap(({ name, image }) =>
    image.maxSize === undefined
      ? []
      : [
          {
            service: from(["services", name], name),
            size: from(["services", name, "image", "maxSize"], image.maxSize),
          },
        ],
  );
}
