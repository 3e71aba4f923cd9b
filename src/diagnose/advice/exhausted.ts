// What to do where the database has no connection left, or a pool none: the arithmetic of connections.
import { OPERATIONS_CONNECTIONS, rdsMemoryGiB, RESERVED_CONNECTIONS, usableConnections } from "#schema/aws.ts";
import { connectionsAtPeak, connectionTerms, ROLLING, smallestFit } from "#schema/budget.ts";
import type { Step } from "#schema/diagnosis.ts";
import type { ConnectionBudget, Database, DeployedService } from "#schema/model.ts";
import { changes } from "../change.ts";
import { aws, databaseLog, databaseMetric, scaleIn, serviceLog, sql, stable } from "../commands.ts";
import { type Adviser, type Situation, usersOf, withoutStore } from "../situation.ts";

/** What the log and the spec together say of the connections. */
interface Demand {
  readonly database: Database;
  readonly budget: ConnectionBudget;
  /** Connections that were open: what the log says, else all that the class allows. */
  readonly open: number;
  readonly stated: boolean;
  /** What one task must have opened, if every task of the peak was there; and if no deployment rolled. */
  readonly each: number;
  readonly eachAtRest: number;
}

function demandOf({ environment, tally }: Situation): Demand | undefined {
  const { database, budgets } = environment;
  if (!database || !budgets.connections) return undefined;
  const stated = tally.most["open"];
  const open = stated ?? database.usableConnections;
  const tasks = budgets.connections.users.reduce((sum, user) => sum + user.tasks, 0);
  const shared = (count: number): number =>
    count === 0 ? 0 : Math.max(1, Math.ceil((open - OPERATIONS_CONNECTIONS) / count));
  const [each, eachAtRest] = [shared(tasks), shared(tasks / ROLLING)];
  return { database, budget: budgets.connections, open, stated: stated !== undefined, each, eachAtRest };
}

const tooMany: Adviser = (s) => {
  const demand = demandOf(s);
  if (!demand) return withoutStore(s, "database");
  const users = usersOf(s, "database");
  const { database, budget, open, each } = demand;
  const pressed = budget.users.map((user) => ({ ...user, connections: Math.max(user.connections, each) }));
  const needed = Math.max(connectionsAtPeak(pressed), open + RESERVED_CONNECTIONS);
  const larger = smallestFit(database.instance, needed);
  return {
    because: reasons(s, demand, pressed),
    immediate: [
      ...users.map((user) => fewerTasks(s, user, demand)),
      databaseMetric(s, "DatabaseConnections", "watch the connections go down, a value a minute"),
      ...sql(
        s,
        "SELECT usename, application_name, client_addr, state, count(*) FROM pg_stat_activity GROUP BY 1,2,3,4 ORDER BY 5 DESC",
        "as soon as there is room, see who holds them (a task inside the network: nothing outside reaches the database)",
      ),
      {
        text: "only if nothing else frees them: a restart drops all connections, and the database is away for a minute or two",
        command: aws(s, "rds reboot-db-instance", `--db-instance-identifier ${s.names.databaseInstance}`),
      },
    ],
    longTerm: [
      "make the pool obey DATABASE_POOL_MAX, which the task definition sets to `databaseConnections`: `new PrismaPg({ connectionString, max: Number(process.env.DATABASE_POOL_MAX) })` with Prisma 7, `new Pool({ max })` with pg, whose default is 10; `?connection_limit=` in the URL does nothing since Prisma 7",
      classWords(s, database, larger, needed),
      `RDS changes the class in the maintenance window (${database.maintenanceWindow}, UTC); \`aws rds modify-db-instance --apply-immediately\` does it at once, and the database is away for some minutes`,
      "don't raise max_connections by itself: each connection takes memory, and the class has no more of it",
    ],
    changes: larger === "" || larger === database.instance ? [] : changes(s, ["database", "instance"], larger),
    verify: [
      databaseMetric(s, "DatabaseConnections", `the maximum stays below ${budget.limit} through a whole deployment`),
      ...users.map((user) => stable(s, user)),
    ],
  };
};

/** The arithmetic: what the spec allows itself, what the class allows, what was seen, and what follows. */
function reasons(s: Situation, demand: Demand, pressed: ConnectionBudget["users"]): readonly string[] {
  const { database, budget, open, stated, each } = demand;
  const { environment, tally } = s;
  const all = database.usableConnections + RESERVED_CONNECTIONS;
  const limit = tally.most["limit"];
  const cpu = tally.most["cpu"];
  const names = budget.users.map(({ name }) => name).join(", ");
  const pools = budget.users.length === 1 ? `the pool of ${names}` : `the pools of ${names}`;
  const allowed = Math.max(0, ...budget.users.map(({ connections }) => connections));
  return [
    `${pools} exhausted ${s.names.databaseInstance}, a ${database.instance} of ${rdsMemoryGiB(database.instance)} GiB: about ${all} connections, ${RESERVED_CONNECTIONS} of them kept for administrators, so ${budget.limit} to use`,
    `the spec's budget at the peak of a rolling deployment: ${connectionTerms(budget.users)} = ${budget.used} of ${budget.limit}`,
    ...(stated ? [`the log says ${open}${limit === undefined ? "" : ` of ${limit}`} were open`] : []),
    ...(limit !== undefined && Math.abs(limit - all) > all / 10
      ? [
          `a limit of ${limit} is not that of ${database.instance}: AWS does not have the spec's class yet, its max_connections was changed, or the log is of another environment`,
        ]
      : []),
    ...(open > budget.used
      ? [
          `that is more than the budget: with every task of the peak running, each opened about ${each} and not ${allowed} (${demand.eachAtRest}, if no deployment rolled): a pool does not obey \`databaseConnections\`, connections leak, or somebody else connects`,
          `the same peak with what was seen: ${connectionTerms(pressed)} = ${connectionsAtPeak(pressed)}`,
        ]
      : []),
    ...(cpu === undefined
      ? []
      : [
          `CPU at ${cpu} % fits: refused clients try again at once, and each attempt costs a process and a TLS handshake`,
        ]),
    `a new deployment of ${environment.name} would add tasks, and make it worse`,
  ];
}

function classWords({ environment }: Situation, database: Database, larger: string, needed: number): string {
  if (larger === "")
    return `no class of the family of ${database.instance} allows ${needed} connections: lower the pools, or put RDS Proxy between`;
  if (larger === database.instance)
    return `${larger} allows ${usableConnections(larger)}, more than was seen: see first whether AWS has it (\`aws rds describe-db-instances\`)`;
  return `until it does, give ${environment.name} a class that bears what was seen: ${larger} allows ${usableConnections(larger)}`;
}

/** As many tasks as the class bears with what each of them may really open. */
function fewerTasks(s: Situation, service: DeployedService, { budget, eachAtRest }: Demand): Step {
  const most = Math.max(eachAtRest, service.databaseConnections, 1);
  const fit = Math.floor((budget.limit - OPERATIONS_CONNECTIONS) / (most * Math.max(1, budget.users.length)));
  const tasks = Math.max(1, Math.min(fit, service.scale.max));
  const { min, max } = service.scale;
  const back = `the spec's ${min === max ? min : `${min} to ${max}`} come back by the same command, because Pulumi does not notice`;
  return scaleIn(s, service, tasks, `run at most ${counted(tasks)} of ${service.name} for now; ${back}`);
}

const counted = (tasks: number): string => `${tasks} task${tasks === 1 ? "" : "s"}`;

const poolTimeout: Adviser = (s) => {
  const { database, budgets } = s.environment;
  const budget = budgets.connections;
  if (!database || !budget) return withoutStore(s, "database");
  const users = usersOf(s, "database");
  const [first] = users;
  const seen = s.tally.most["pool"];
  const larger = first ? first.databaseConnections * 2 : 0;
  return {
    because: [
      ...users.map((one) => `${one.name} may open ${one.databaseConnections} connections a task`),
      ...(seen === undefined
        ? []
        : [
            `the log says that its pool had ${seen}${first && seen > first.databaseConnections ? ", which is more than the spec says: it does not obey DATABASE_POOL_MAX" : ""}`,
          ]),
      `at the peak of a rolling deployment: ${connectionTerms(budget.users)} = ${budget.used} of ${budget.limit} that ${database.instance} allows`,
    ],
    immediate: [
      databaseMetric(
        s,
        "CPUUtilization",
        "is the database busy? then statements are slow, and a larger pool makes it worse",
        "Average",
      ),
      ...sql(
        s,
        "SELECT pid, state, wait_event_type, now() - xact_start AS since, left(query, 80) FROM pg_stat_activity WHERE state <> 'idle' ORDER BY 4 DESC NULLS LAST LIMIT 20",
        "see what holds connections, the longest transaction first",
      ),
      databaseLog(s),
    ],
    longTerm: [
      "shorten what holds connections: no call to another service inside a transaction, an index for statements of more than a second (they are in PostgreSQL's log)",
      ...(first ? [`then a larger pool: ${larger} a task, as far as the budget goes`] : []),
    ],
    changes: first ? changes(s, ["services", first.name, "databaseConnections"], larger) : [],
    verify: [
      databaseMetric(s, "DatabaseConnections", `connections stay below ${budget.limit}`),
      ...users.map((one) => serviceLog(s, one)),
    ],
  };
};

/** By code. */
export const exhausted: Readonly<Record<string, Adviser>> = {
  "database/pool-timeout": poolTimeout,
  "database/too-many-connections": tooMany,
};
