// The arithmetic behind the limits that the spec was judged by, an environment at a time.
import type { Environment, Model } from "#schema/model.ts";
import type { View } from "#schema/value.ts";
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
  const users = budget.users.map(({ name, tasks, connections: each }) => `${name} ${tasks} tasks × ${each}`);
  const rest = budget.used - budget.users.reduce((sum, { tasks, connections: each }) => sum + tasks * each, 0);
  return `${[...users, `scripts and people ${rest}`].join(" + ")} = ${budget.used} of ${budget.limit} that ${database.instance} allows`;
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
