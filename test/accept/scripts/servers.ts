// The two servers that the scripts talk to, real ones: PostgreSQL with TLS and a user without special rights, as on RDS,
// and an S3 protocol.
import type { ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { type Ended, removeIn, run, type Settings, start } from "./debian.ts";

const PLACE = "/srv/postgres";
/** Characters that a URL, a shell and SQL each want in another way. */
const PASSWORD = `p@s:s/w%o'rd "x"`;
export const DATABASE = "my ap'p db";

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function until(question: () => Promise<Ended>, what: string): Promise<void> {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    if ((await question()).status === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`${what} does not answer`);
}

const CLUSTER = `
initdb -D ${PLACE}/data -U postgres -A trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
cd ${PLACE}
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=authority -keyout ca.key -out ca.pem 2>/dev/null
openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server.key -out server.csr 2>/dev/null
printf 'subjectAltName=DNS:localhost' >names
openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile names -out server.crt 2>/dev/null
chmod 600 server.key
printf 'local all all trust\\nhostssl all all all scram-sha-256\\n' >data/pg_hba.conf`;

const ROLES = `
create role app login createdb password :'password';
create role analyst nologin;
create database :"database" owner app;
revoke all on database :"database" from public;
grant connect on database :"database" to analyst;
alter database :"database" set timezone = 'Asia/Seoul';`;

/** What a test has of the servers. */
export interface Servers {
  /** The environment of a script: DATABASE_URL, PGSSLROOTCERT, AWS settings, BACKUP_BUCKET. */
  readonly env: Settings;
  /** SQL as the superuser; what it answers. Throws on an error. */
  sql(text: string, database?: string): Promise<string>;
  /** A command of the AWS CLI; what it answers. Throws on an error. */
  aws(...args: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

const end = async (child: ChildProcess): Promise<void> => {
  const gone = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGINT");
  await gone;
};

const answer = async (asked: Promise<Ended>): Promise<string> => {
  const { status, output } = await asked;
  if (status !== 0) throw new Error(output);
  return output.trim();
};

const conninfo = (name: string): string => `dbname='${name.replaceAll("'", "\\'")}'`;
const variable = (name: string, value: string): string => `\\set ${name} '${value.replaceAll("'", "''")}'\n`;

const url = (port: number): string =>
  `postgresql://app:${encodeURIComponent(PASSWORD)}@localhost:${port}/${encodeURIComponent(DATABASE)}` +
  "?sslmode=verify-full&schema=public&connection_limit=5";

const settings = (sqlPort: number, s3Port: number): Settings => ({
  DATABASE_URL: url(sqlPort),
  PGSSLROOTCERT: `${PLACE}/ca.pem`,
  AWS_ACCESS_KEY_ID: "key",
  AWS_SECRET_ACCESS_KEY: "secret",
  AWS_DEFAULT_REGION: "us-east-1",
  AWS_ENDPOINT_URL: `http://127.0.0.1:${s3Port}`,
  BACKUP_BUCKET: "backups",
});

/** A fresh cluster that listens with TLS. */
async function startPostgres(port: number): Promise<ChildProcess> {
  removeIn(PLACE);
  await run(["install", "-d", "-o", "postgres", PLACE], {}, "root");
  await answer(run(["bash", "-ec", CLUSTER]));
  const ssl = ["ssl=on", `ssl_cert_file=${PLACE}/server.crt`, `ssl_key_file=${PLACE}/server.key`];
  const lines = [`port=${port}`, `unix_socket_directories=${PLACE}`, "fsync=off", ...ssl];
  return start(["postgres", "-D", `${PLACE}/data`, ...lines.flatMap((line) => ["-c", line])]);
}

/** Starts both servers, with an empty database of the application's user and an empty bucket. */
export async function startServers(): Promise<Servers> {
  const [sqlPort, s3Port] = [await freePort(), await freePort()];
  const postgres = await startPostgres(sqlPort);
  const store = start(["moto_server", "-H", "127.0.0.1", "-p", String(s3Port)]);
  const env = settings(sqlPort, s3Port);
  const psql = ["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", "-h", PLACE, "-p", String(sqlPort), "-U", "postgres"];
  const bucket = ["aws", "s3api", "create-bucket", "--bucket", "backups"];
  await until(() => run([...psql, "-c", "select 1"]), "PostgreSQL");
  const roles = variable("password", PASSWORD) + variable("database", DATABASE) + ROLES;
  await answer(run(["bash", "-c", '"$@" <<<"$SQL"', "bash", ...psql], { SQL: roles }));
  await until(() => run(bucket, env), "S3");
  return {
    env,
    sql: (text, database = DATABASE) => answer(run([...psql, "-d", conninfo(database), "-c", text])),
    aws: (...args) => answer(run(["aws", ...args], env)),
    stop: async () => void (await Promise.all([end(postgres), end(store)])),
  };
}
