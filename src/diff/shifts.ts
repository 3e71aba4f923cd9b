// Numbers that a reviewer asks for: alarms, budgets, and how many there are of what AWS bills.
import type { Shift } from "#schema/change.ts";
import type { Alarm, Environment } from "#schema/model.ts";
import { byText } from "#schema/order.ts";

type Table = ReadonlyMap<string, string>;
type Told = (environment: Environment) => Table;

/** The numbers that differ in one environment. */
function shifts(environment: string, told: Told, base: Environment | undefined, head: Environment | undefined) {
  const [before, after] = [base ? told(base) : new Map(), head ? told(head) : new Map()] as readonly [Table, Table];
  const names = [...new Set([...before.keys(), ...after.keys()])].sort(byText);
  return names.flatMap((what): readonly Shift[] => {
    const [one, two] = [before.get(what) ?? "", after.get(what) ?? ""];
    return one === two ? [] : [{ environment, what, before: one, after: two }];
  });
}

type Differ = (environment: string, base: Environment | undefined, head: Environment | undefined) => readonly Shift[];

/** Alarms: what raises each, and who is told. */
export const alarmShifts: Differ = (environment, base, head) => shifts(environment, alarms, base, head);

function alarms({ alarms }: Environment): Table {
  return new Map(alarms.map((one) => [one.name, alarm(one)]));
}

function alarm({ metric, subject, comparison, limit, periodSeconds, periods, channel }: Alarm): string {
  const what = subject.kind === "custom" ? subject.name : metric;
  const of =
    subject.kind === "service" ? ` of ${subject.service}` : subject.kind === "custom" ? "" : ` of the ${subject.kind}`;
  return `${what}${of} ${comparison} ${limit}, ${periods} × ${duration(periodSeconds)}, to ${channel}`;
}

const duration = (seconds: number): string =>
  seconds % 3600 === 0 ? `${seconds / 3600}h` : seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;

/** What the peak of a rolling deployment takes, of what there is. */
export const budgetShifts: Differ = (environment, base, head) => shifts(environment, budgets, base, head);

function budgets({ budgets }: Environment): Table {
  const { connections, addresses } = budgets;
  return new Map([
    ...(connections ? [["database connections", `${connections.used} of ${connections.limit}`] as const] : []),
    ...addresses.map(
      ({ tier, zone, needed, usable }) => [`addresses of ${tier} ${zone}`, `${needed} of ${usable}`] as const,
    ),
  ]);
}

/** What is billed, in number and size. */
export const billedShifts: Differ = (environment, base, head) => shifts(environment, billed, base, head);

function billed(here: Environment): Table {
  const { network, database, cache, services, alarms, logRetentionDays } = here;
  const gateways = network.nat === "none" ? 0 : network.nat === "single" ? 1 : network.zones.length;
  const endpoints = network.interfaceEndpoints ? 4 * network.zones.length : 0;
  const balanced = services.some(({ route }) => route !== undefined);
  return new Map(
    [
      counted("NAT gateways, each with a public address and traffic by the GB", gateways),
      counted("interface endpoints, one a zone each, with traffic by the GB", endpoints),
      counted("load balancers, with their public addresses and capacity units", balanced ? 1 : 0),
      ...services.map(({ name, cpu, memoryMiB, scale }): readonly [string, string] => [
        `Fargate tasks of ${name}`,
        `${scale.min === scale.max ? scale.min : `${scale.min} to ${scale.max}`} × ${cpu / 1024} vCPU, ${memoryMiB / 1024} GB`,
      ]),
      ...(database
        ? ([
            ["database instance", `${database.multiAz ? 2 : 1} × ${database.instance}`],
            [
              "database storage",
              `${database.multiAz ? 2 : 1} × ${database.storageGiB} to ${database.maxStorageGiB} GiB`,
            ],
            ["database backups", `${database.backupRetentionDays} days`],
          ] as const)
        : []),
      ...(cache ? ([["cache nodes", `${cache.nodes} × ${cache.node}`]] as const) : []),
      counted("alarms", alarms.length),
      ["logs, by the GB", `kept ${logRetentionDays} days`] as const,
    ].filter(([, value]) => value !== ""),
  );
}

const counted = (what: string, count: number): readonly [string, string] => [what, count === 0 ? "" : String(count)];
