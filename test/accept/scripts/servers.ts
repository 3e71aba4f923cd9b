// The two servers that the scripts talk to, real ones: PostgreSQL with TLS and a user without special rights, as on RDS,
// and an S3 protocol.
import type { ChildProcess } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import { type Ended, ended, majors, pathWith, removeIn, run, type Settings, start } from "./debian.ts";
import { isNoWitness, isWitness, lastLines, tellServers } from "./hangs.ts";
import { type Bucket, makeBucket } from "./store.ts";

/** Characters that a URL, a shell and SQL each want in another way. */
export const PASSWORD = `p@s:s/w%o'rd "x"`;
export const ACCESS_SECRET = "secret/of+the=bucket";

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => void server.close(resolve));
  return port;
}

/** Asks again until the answer is yes; throws after two minutes. */
export async function until(question: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline) {
    if (await question()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited in vain: ${what}\n${await tellServers()}`);
}

const cluster = (place: string): string => `
initdb -D ${place}/data -U postgres -A trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >/dev/null
cd ${place}
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=authority -keyout ca.key -out ca.pem 2>/dev/null
openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server.key -out server.csr 2>/dev/null
printf 'subjectAltName=DNS:localhost' >names
openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile names -out server.crt 2>/dev/null
chmod 600 server.key
printf 'local all all trust\\nhostssl all all all scram-sha-256\\n' >data/pg_hba.conf`;

const ROLES = `
create role app login createdb password :'password';
create role analyst nologin;`;

/** Ends a server, which is a witness until then. */
const end = async (child: ChildProcess, name: string): Promise<void> => {
  isNoWitness(name);
  child.kill("SIGINT");
  await ended(child);
};

const answer = async (asked: Promise<Ended>): Promise<string> => {
  const { status, output } = await asked;
  if (status !== 0) throw new Error(output);
  return output.trim();
};

/** Who is there, what each waits for, and which lock is not granted. */
const SESSIONS = `
select pid, datname, application_name, backend_type, state, wait_event_type, wait_event, pg_blocking_pids(pid) as blocked_by,
  clock_timestamp() - state_change as since, left(query, 200) as query
from pg_stat_activity order by backend_start`;

const conninfo = (name: string): string => `dbname='${name.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
const variable = (name: string, value: string): string => `\\set ${name} '${value.replaceAll("'", "''")}'\n`;

/** A server of PostgreSQL, with the roles `app`, who owns databases, and `analyst`. */
export interface Postgres {
  readonly port: number;
  /** The file with its certificate authority. */
  readonly authority: string;
  /** SQL as the superuser, or a psql script on standard input; what it answers. Throws on an error. */
  sql(text: string, database?: string): Promise<string>;
  /** A tool of PostgreSQL as the superuser, in UTC, with the database as its last argument. */
  tool(command: readonly string[], database: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a fresh cluster of the newest PostgreSQL that listens with TLS, in a folder of its own. */
export async function startPostgres(name: string): Promise<Postgres> {
  const [place, port] = [`/srv/postgres-${name}`, await freePort()];
  removeIn(place);
  await answer(run(["install", "-d", "-o", "postgres", place], {}, "root"));
  await answer(run(["bash", "-ec", cluster(place)]));
  const ssl = ["ssl=on", `ssl_cert_file=${place}/server.crt`, `ssl_key_file=${place}/server.key`];
  const lines = [`port=${port}`, `unix_socket_directories=${place}`, "fsync=off", "autovacuum=off", ...ssl];
  const server = start(["postgres", "-D", `${place}/data`, ...lines.flatMap((line) => ["-c", line])]);
  const said = lastLines(server);
  const way = { PGHOST: place, PGPORT: String(port), PGUSER: "postgres" };
  const psql = 'exec psql -qXAt -v ON_ERROR_STOP=1 -d "$DATABASE" <<<"$SQL"';
  const sql = (text: string, database = "postgres"): Promise<string> =>
    answer(run(["bash", "-c", psql], { ...way, SQL: text, DATABASE: conninfo(database) }));
  const called = `PostgreSQL ${name}`;
  isWitness(called, async () => `${(await ended(start(["psql", "-Xc", SESSIONS], way), 20_000)).output}\n${said()}`);
  await until(async () => (await run(["pg_isready", "-q"], way)).status === 0, "PostgreSQL");
  await sql(variable("password", PASSWORD) + ROLES);
  return {
    port,
    authority: `${place}/ca.pem`,
    sql,
    tool: (command, database) => answer(run([...command, conninfo(database)], { ...way, PGTZ: "UTC" })),
    stop: () => end(server, called),
  };
}

/** The S3 server. */
export interface Store {
  readonly port: number;
  bucket(name: string): Promise<Bucket>;
  stop(): Promise<void>;
}

/** Starts an S3 server that keeps everything in memory. */
export async function startStore(): Promise<Store> {
  const port = await freePort();
  const server = start(["moto_server", "-H", "127.0.0.1", "-p", String(port)]);
  const said = lastLines(server);
  const listens = (): Promise<boolean> =>
    fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
  isWitness("S3", async () => said());
  await until(listens, "S3");
  return { port, bucket: (name) => makeBucket(port, name), stop: () => end(server, "S3") };
}

/** A DATABASE_URL of the role `app`, as an application has it: percent-encoded, and with Prisma's own parameters. */
export const urlOf = (port: number, database: string, password = PASSWORD): string =>
  `postgresql://app:${encodeURIComponent(password)}@localhost:${port}/${encodeURIComponent(database)}` +
  "?sslmode=verify-full&schema=public&connection_limit=5";

/** The environment of a script. */
export const settingsOf = (postgres: Postgres, database: string, storePort: number, bucket: string): Settings => ({
  DATABASE_URL: urlOf(postgres.port, database),
  PGSSLROOTCERT: postgres.authority,
  AWS_ACCESS_KEY_ID: "key",
  AWS_SECRET_ACCESS_KEY: ACCESS_SECRET,
  AWS_DEFAULT_REGION: "us-east-1",
  AWS_ENDPOINT_URL: `http://127.0.0.1:${storePort}`,
  BACKUP_BUCKET: bucket,
});

/** The PATH with client tools that are older than the server. Throws where there is only one major version. */
export function olderTools(): Settings {
  const older = majors().at(-2);
  if (older === undefined) throw new Error("there are no client tools older than the server");
  return { PATH: pathWith(older) };
}
