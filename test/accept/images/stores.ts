// The stores that a service finds in AWS, in containers: PostgreSQL with TLS by an authority of its own, and a cache.
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "./engine.ts";
import { CACHE } from "./packages.ts";
import { alone, must, until } from "./running.ts";

const USER = "application";
const DATABASE = "application";
const PASSWORD = "none0of1your2business";

/** The containers, which share one network without any way out. */
const POSTGRES = "store-postgres";
const VALKEY = "store-valkey";

/** The network in which the stores answer on `localhost`. */
export const STORES_NETWORK = `container:${POSTGRES}`;

/** What an application is given to reach them. */
export const STORE_SETTINGS = {
  DATABASE_URL: `postgresql://${USER}:${PASSWORD}@localhost:5432/${DATABASE}?sslmode=verify-full`,
  REDIS_URL: "redis://localhost:6379",
} as const;

/** 999 is the images' user `postgres`. */
const CERTIFICATES = `
set -e
cd "$1"
openssl req -x509 -newkey rsa:2048 -nodes -days 9999 -subj /CN=authority -keyout authority.key -out authority.pem
openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server.key -out server.csr
printf 'subjectAltName=DNS:localhost' >names
openssl x509 -req -in server.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 9999 -extfile names -out server.pem
chown 999 server.key
chmod 755 .`;

/**
 * The folder with an authority and the server's certificate, made once: `authority.pem` is what Amazon's bundle is in
 * AWS, and images that hold it are the same in the next run.
 */
export async function makeCertificates(): Promise<string> {
  const folder = join(CACHE, "images-certificates");
  await alone(`${folder}.lock`, async () => {
    if (existsSync(join(folder, "server.pem"))) return;
    mkdirSync(folder, { recursive: true });
    await must(["bash", "-c", CERTIFICATES, "bash", folder]);
  });
  return folder;
}

/** Starts the stores. Nobody gets in without TLS. */
export async function startStores(
  engine: Engine,
  certificates: string,
  { postgres, valkey }: { readonly postgres: string; readonly valkey: string },
): Promise<void> {
  const settings = { POSTGRES_USER: USER, POSTGRES_DB: DATABASE, POSTGRES_PASSWORD: PASSWORD };
  const env = Object.entries(settings).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
  const mount = ["--volume", `${certificates}:/certificates:ro`];
  const tls = ["ssl=on", "ssl_cert_file=/certificates/server.pem", "ssl_key_file=/certificates/server.key"];
  const options = tls.flatMap((option) => ["-c", option]);
  const server = ["--network", "none", ...env, ...mount, postgres, "postgres", ...options];
  await engine.docker(["run", "--detach", "--name", POSTGRES, ...server]);
  await engine.docker(["run", "--detach", "--name", VALKEY, "--network", STORES_NETWORK, valkey]);
  const ready = ["exec", POSTGRES, "pg_isready", "--quiet", "--host=127.0.0.1"];
  await until(async () => (await engine.try(ready)).status === 0 || undefined, 60, "PostgreSQL answers");
}
