// Where a cause was seen: the environment and the services of the spec that it concerns, and what the log said of it.
import { rdsMemoryGiB, RESERVED_CONNECTIONS, usableConnections } from "#schema/aws.ts";
import type { DeployedService, Environment, Model, Operation } from "#schema/model.ts";
import type { Step } from "#schema/diagnosis.ts";
import { type Names, namesOf } from "#schema/names.ts";
import type { Mentions } from "./mentions.ts";
import type { Tally } from "./tally.ts";

/** What advice is made from. */
export interface Situation {
  readonly model: Model;
  /** The spec as plain data, to know which keys are written there. */
  readonly data: unknown;
  readonly environment: Environment;
  readonly names: Names;
  readonly tally: Tally;
  /** The services that the log names; every deployed one where it names none. */
  readonly services: readonly DeployedService[];
}

/** What to do about a cause. */
export interface Advice {
  /** The reasoning, with the spec's own numbers. */
  readonly because: readonly string[];
  readonly immediate: readonly Step[];
  readonly longTerm: readonly string[];
  /** Changes of the spec that would mend it, the best first; the first one that the spec takes is proposed. */
  readonly changes?: readonly (readonly Operation[])[];
  readonly verify: readonly Step[];
}

/** Makes advice for one cause. */
export type Adviser = (situation: Situation) => Advice;

/** How the environment was chosen, for the reader. */
export interface Choice {
  readonly environment: Environment;
  readonly reason: string;
}

/** The environment that a log is about: the named one, the one that the log names, or the last one of delivery. */
export function chosen(
  model: Model,
  mentions: Mentions,
  tallies: readonly Tally[],
  asked: string | undefined,
): Choice | undefined {
  const named = (name: string): Environment | undefined => model.environments.find((one) => one.name === name);
  if (asked !== undefined) {
    const environment = named(asked);
    return environment && { environment, reason: "as asked" };
  }
  const last = model.environments.at(-1);
  if (!last) return undefined;
  if (model.environments.length === 1) return { environment: last, reason: "the only one" };
  const [most, second] = Object.entries(mentions.environments).toSorted(([, a], [, b]) => b - a);
  const mentioned = most && most[1] > (second?.[1] ?? 0) ? named(most[0]) : undefined;
  if (mentioned) return { environment: mentioned, reason: "the log names it" };
  const limit = tallies.find(({ code }) => code === "database/too-many-connections")?.most["limit"];
  const fitting = limit === undefined ? [] : model.environments.filter((one) => allows(one, limit));
  const [only] = fitting;
  if (only?.database && fitting.length === 1)
    return { environment: only, reason: `the log's limit of ${limit} is that of ${only.database.instance}` };
  return { environment: last, reason: "the log names none: --environment says which one it is" };
}

/** Whether an instance class comes near a limit that a log states: within a tenth. */
function allows({ database }: Environment, limit: number): boolean {
  if (!database || rdsMemoryGiB(database.instance) === undefined) return false;
  const all = usableConnections(database.instance) + RESERVED_CONNECTIONS;
  return Math.abs(all - limit) <= all / 10;
}

/** The situation of one cause. */
export function situationOf(
  model: Model,
  data: unknown,
  environment: Environment,
  mentions: Mentions,
  tally: Tally,
): Situation {
  const named = environment.services.filter(({ name }) => Object.hasOwn(mentions.services, name));
  return {
    model,
    data,
    environment,
    names: namesOf(model.project, environment.name),
    tally,
    services: named.length > 0 ? named : environment.services,
  };
}

/** The services that talk to a store: those of them that the log names, or else the environment's. */
export function usersOf({ services, environment }: Situation, store: "database" | "cache"): readonly DeployedService[] {
  const talks = ({ service }: DeployedService): boolean => service.uses[store];
  const named = services.filter(talks);
  return named.length > 0 ? named : environment.services.filter(talks);
}

/** What is to be said where the spec has no such store: the log is another product's. */
export function withoutStore({ environment }: Situation, store: "database" | "cache"): Advice {
  return {
    because: [`the spec has no ${store} in ${environment.name}: the log is of another one`],
    immediate: [],
    longTerm: [`declare the ${store} in the spec, or look for the owner of the one in the log`],
    verify: [],
  };
}
