// The arithmetic of database connections: what services may open at the peak of a rolling deployment, against what an
// instance class allows. Resolve judges a spec by it, and a diagnosis explains an outage with the same numbers.
import { OPERATIONS_CONNECTIONS, rdsClasses, rdsMemoryGiB, usableConnections } from "./aws.ts";
import type { ConnectionBudget, DeployedService } from "./model.ts";

/** ECS starts the new tasks before it stops the old ones: maximumPercent 200. */
export const ROLLING = 2;

type Users = ConnectionBudget["users"];

/** Who opens connections at the peak: each service's tasks, and what one of them may open. */
export function connectionUsers(services: readonly DeployedService[]): Users {
  return services
    .filter((one) => one.databaseConnections > 0)
    .map(({ name, scale, databaseConnections }) => ({
      name,
      tasks: scale.max * ROLLING,
      connections: databaseConnections,
    }));
}

/** Connections at the peak, those of scripts and people among them. */
export function connectionsAtPeak(users: Users): number {
  return users.reduce((sum, { tasks, connections }) => sum + tasks * connections, OPERATIONS_CONNECTIONS);
}

/** The sum as a reader checks it: `api 8 tasks × 5 + operations 5`. */
export function connectionTerms(users: Users): string {
  const terms = users.map(({ name, tasks, connections }) => `${name} ${tasks} tasks × ${connections}`);
  return [...terms, `operations ${OPERATIONS_CONNECTIONS}`].join(" + ");
}

/** The smallest class of the same family that allows so many connections; empty where none does. */
export function smallestFit(instance: string, connections: number): string {
  const family = instance.split(".")[1];
  const fit = rdsClasses().filter((one) => one.split(".")[1] === family && usableConnections(one) >= connections);
  return fit.sort((a, b) => (rdsMemoryGiB(a) ?? 0) - (rdsMemoryGiB(b) ?? 0))[0] ?? "";
}
