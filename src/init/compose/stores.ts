// Which compose services are stores: PostgreSQL becomes the database, Redis and its kin the cache; others are none.
import { POSTGRES_PORT, RESERVED_DATABASE_WORDS, VALKEY_PORT } from "#schema/aws.ts";
import type { Data } from "#schema/data.ts";
import type { Note, ProposedCache, ProposedDatabase, Store } from "../proposal.ts";
import { postgresFor, VALKEY } from "../versions.ts";
import { type ComposeFile, isOpen, listOf, pairsOf, textOf } from "./file.ts";
import { portOf } from "./ports.ts";

/** An image's name without registry and owner, and its tag. */
export function imageOf(text: string): { readonly name: string; readonly whole: string; readonly tag: string } {
  const [, whole = "", tag = ""] = /^(.*?)(?::([^:/@]+))?(?:@sha256:.*)?$/.exec(text) ?? [];
  return { name: whole.split("/").at(-1) ?? "", whole, tag };
}

const DATABASES = /^(?:postgres(?:ql)?|postgis|pgvector|timescaledb(?:-ha)?|supabase-postgres|alloydbomni|paradedb)$/;
const CACHES = /^(?:redis(?:-stack(?:-server)?)?|valkey|keydb|dragonfly|redict|garnet)$/;

/** What a service is by its image. */
export function storeOf(service: Data, { filled }: ComposeFile): Store | undefined {
  const { name, whole } = imageOf(filled(textOf(service["image"]) ?? ""));
  if (service["build"] !== undefined) return undefined;
  if (DATABASES.test(name) || whole === "supabase/postgres") return "database";
  return CACHES.test(name) ? "cache" : undefined;
}

/** What RDS is to be for a PostgreSQL of compose. */
export function databaseOf(
  place: string,
  service: Data,
  file: ComposeFile,
): { readonly database: ProposedDatabase; readonly notes: readonly Note[] } {
  const { name: image, whole, tag } = imageOf(file.filled(textOf(service["image"]) ?? ""));
  const version = postgresFor(tag);
  const variables = new Map(pairsOf(service["environment"]).map(([name, value]) => [name, file.filled(value ?? "")]));
  const one = (...names: readonly string[]): string | undefined =>
    names.map((name) => variables.get(name)).find((value) => value !== undefined && !isOpen(value));
  const wanted = {
    name: one("POSTGRES_DB", "POSTGRESQL_DATABASE"),
    username: one("POSTGRES_USER", "POSTGRESQL_USERNAME"),
  };
  const name = databaseName(wanted.name);
  const notes: Note[] = [];
  if (/^\d/.test(tag) && !tag.startsWith(version))
    notes.push({ place: `${place}.image`, reason: `RDS takes PostgreSQL ${version} for ${tag}` });
  if (!image.startsWith("postgres"))
    notes.push({
      place: `${place}.image`,
      reason: `${whole} is PostgreSQL with extensions: RDS has those that it lists, by CREATE EXTENSION`,
    });
  if (wanted.name !== undefined && name === undefined)
    notes.push({ place: `${place}.environment`, reason: `\`${wanted.name}\` is no name for a database on RDS` });
  const username =
    wanted.username !== undefined && /^[a-z][a-z0-9_]{0,62}$/.test(wanted.username) ? wanted.username : undefined;
  return {
    database: { version, instance: "db.t4g.micro", name, username, port: hostPort(service, file, POSTGRES_PORT) },
    notes: [...notes, ...kept(place, service)],
  };
}

/** What is only a placeholder, or an image's own. */
const PLACEHOLDER = /^(?:postgres|template\d|rdsadmin|db)$/;
const databaseName = (name: string | undefined): string | undefined =>
  name !== undefined &&
  /^[a-z][a-z0-9_]{0,62}$/.test(name) &&
  !PLACEHOLDER.test(name) &&
  !RESERVED_DATABASE_WORDS.includes(name)
    ? name
    : undefined;

/** What ElastiCache is to be for a Redis or Valkey of compose. */
export function cacheOf(
  place: string,
  service: Data,
  file: ComposeFile,
): { readonly cache: ProposedCache; readonly notes: readonly Note[] } {
  const { name, whole, tag } = imageOf(file.filled(textOf(service["image"]) ?? ""));
  const notes: Note[] = [];
  if (name !== "valkey")
    notes.push({
      place: `${place}.image`,
      reason: `${whole}${tag === "" ? "" : `:${tag}`} becomes Valkey ${VALKEY}, which speaks the same protocol`,
    });
  if (/appendonly|--save/.test(JSON.stringify(service["command"] ?? "")))
    notes.push({
      place: `${place}.command`,
      reason: "the cache forgets everything when it is replaced: what must last belongs into the database",
    });
  return {
    cache: { version: VALKEY, port: hostPort(service, file, VALKEY_PORT) },
    notes: [...notes, ...kept(place, service)],
  };
}

function hostPort(service: Data, { filled }: ComposeFile, usual: number): number | undefined {
  const host = listOf(service["ports"])
    .map((entry) => portOf(entry, filled))
    .find((port) => port?.container === usual)?.host;
  return host === usual ? undefined : host;
}

/** What a store's compose service says that AWS does in its own way. */
function kept(place: string, service: Data): Note[] {
  const volumes = listOf(service["volumes"]).map((entry) =>
    typeof entry === "string" ? entry : JSON.stringify(entry),
  );
  const scripts = volumes.filter((entry) => entry.includes("docker-entrypoint-initdb.d"));
  if (scripts.length === 0) return [];
  return [
    {
      place: `${place}.volumes`,
      reason: "scripts in docker-entrypoint-initdb.d do not run on RDS: make them migrations",
    },
  ];
}
