// A database as text: equal texts are equal databases. Its definitions as PostgreSQL's own pg_dump writes them, and a
// hash of the rows of every table, the state of every sequence and every large object.
import { sha256 } from "./store.ts";
import type { Postgres } from "./servers.ts";

const CONTENTS = `
set timezone = 'UTC';
select format('select %L, count(*), md5(coalesce(string_agg(one::text, E''\\n'' order by one::text collate "C"), '''')) from only %s one;',
  'rows of ' || oid::regclass, oid::regclass)
from pg_class where relkind in ('r', 'm') and relispopulated and relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
  and relnamespace::regnamespace::text !~ '^pg_toast'
order by oid::regclass::text collate "C"
\\gexec
select format('select %L, last_value, is_called from %s;', 'position of ' || oid::regclass, oid::regclass)
from pg_class where relkind = 'S' order by oid::regclass::text collate "C"
\\gexec
select 'large object', oid, md5(lo_get(oid)) from pg_largeobject_metadata order by oid;
select 'not valid', indexrelid::regclass from pg_index where not indisvalid or not indisready order by 2;`;

/** What of a database is told apart. */
export interface Picture {
  readonly definitions: string;
  readonly contents: string;
}

/** Takes a picture. Owners and privileges belong to it; pg_dump's version lines and its random key do not. */
export async function picture(postgres: Postgres, database: string): Promise<Picture> {
  const text = await postgres.tool(["pg_dump", "--schema-only"], database);
  const definitions = text.replaceAll(/^(--.*|\\(un)?restrict .*)$/gm, "").replaceAll(/\n+/g, "\n");
  return { definitions, contents: await postgres.sql(CONTENTS, database) };
}

/** What a picture shows, for the report. */
export function counts({ definitions, contents }: Picture): string {
  const of = (pattern: RegExp): number => (definitions.match(pattern) ?? []).length;
  const lines = contents.split("\n");
  const rows = lines.reduce((sum, line) => sum + (line.startsWith("rows of") ? Number(line.split("|").at(-2)) : 0), 0);
  const kinds: readonly (readonly [string, RegExp])[] = [
    ["tables", /^CREATE (UNLOGGED )?TABLE /gm],
    ["indexes", /^CREATE (UNIQUE )?INDEX /gm],
    ["constraints", /^ *(ADD )?CONSTRAINT /gm],
    ["sequences", /(CREATE SEQUENCE |SEQUENCE NAME )/gm],
    ["views", /^CREATE (RECURSIVE |MATERIALIZED )?VIEW /gm],
    ["functions", /^CREATE (FUNCTION|PROCEDURE|AGGREGATE) /gm],
    ["triggers", /^CREATE TRIGGER /gm],
    ["extensions", /^CREATE EXTENSION /gm],
  ];
  const said = kinds.map(([name, pattern]) => `${of(pattern)} ${name}`).join(", ");
  return `${said}; ${rows} rows; definitions ${sha256(definitions).slice(0, 8)}, contents ${sha256(contents).slice(0, 8)}`;
}
