// A compose file as data: YAML with anchors and merges, `${…}` put in from defaults and `.env`, `extends` followed.
import { parseDocument } from "yaml";
import { type Data, isPlainMap, ownOf } from "#schema/data.ts";
import { dotenv } from "./dotenv.ts";
import type { Folder, Note } from "../proposal.ts";

/** The services as they are to be read, and what of the file could not be. */
export interface ComposeFile {
  readonly services: Readonly<Record<string, Data>>;
  readonly networks: Data;
  readonly notes: readonly Note[];
  /** `${NAME}` in a text, put in; a name without a value stays as it stands. */
  readonly filled: (text: string) => string;
  /** Whether the file itself says all of a text: nothing of it comes from `.env` or the shell. */
  readonly isCommitted: (text: string) => boolean;
}

/** A map, or an empty one. */
export const dataOf = (value: unknown): Data => (isPlainMap(value) ? value : {});
/** A list's items, or none. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
/** A scalar as the text that it was. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;

/** `environment` in either form: names with their values; without one, it is the shell's. */
export function pairsOf(environment: unknown): readonly (readonly [name: string, value: string | undefined])[] {
  if (Array.isArray(environment)) {
    return environment.flatMap((entry) => {
      const [, name = "", value] = /^([^=]*)(?:=([\s\S]*))?$/.exec(textOf(entry) ?? "") ?? [];
      return name === "" ? [] : [[name, value] as const];
    });
  }
  return Object.entries(dataOf(environment)).map(([name, value]) => [name, textOf(value)] as const);
}

const DEPTH = 8;
const NOTHING: ReadonlyMap<string, string> = new Map();

/** Reads the compose file `name`, which stands in `folder`; undefined where its text is no compose file. */
export function readCompose(folder: Folder, name: string): ComposeFile | undefined {
  const data = yamlIn(folder.text(name));
  if (Object.keys(dataOf(data?.["services"])).length === 0) return undefined;
  const notes: Note[] = [];
  const known = dotenv(folder.text(".env") ?? "");
  const all = dataOf(data?.["services"]);
  const services = Object.entries(all).map(([service, own]) => {
    return [service, extended(dataOf(own), all, { folder, place: `services.${service}`, notes, depth: 0 })] as const;
  });
  if (data?.["include"] !== undefined)
    notes.push({ place: "include", reason: "give the files one by one, or merge them: `docker compose config`" });
  return {
    services: Object.fromEntries(services),
    networks: dataOf(data?.["networks"]),
    notes,
    filled: (text) => interpolated(text, known),
    isCommitted: (text) => !isOpen(interpolated(text, NOTHING)),
  };
}

function yamlIn(text: string | undefined): Data | undefined {
  if (text === undefined) return undefined;
  try {
    const document = parseDocument(text, { merge: true, uniqueKeys: false, logLevel: "silent" });
    return document.errors.length > 0 ? undefined : dataOf(document.toJS({ maxAliasCount: 1000 }));
  } catch {
    return undefined;
  }
}

interface Extending {
  readonly folder: Folder;
  readonly place: string;
  readonly notes: Note[];
  readonly depth: number;
}

/** `extends: NAME`, or `extends: { file, service }`: maps merge, lists join, scalars replace, as compose does it. */
function extended(own: Data, all: Data, at: Extending): Data {
  const { extends: base, ...rest } = own;
  if (base === undefined || at.depth > DEPTH) return rest;
  const { file, service } = typeof base === "string" ? { file: undefined, service: base } : dataOf(base);
  const others =
    file === undefined ? all : dataOf(yamlIn(at.folder.text(String(file).replace(/^\.\//, "")))?.["services"]);
  const from = ownOf(others, String(service));
  if (from === undefined) {
    at.notes.push({
      place: `${at.place}.extends`,
      reason: `${String(file ?? service)} has no such service, or can't be read`,
    });
    return rest;
  }
  // Neither links nor dependencies are inherited.
  const { depends_on: _, links: __, ...inherited } = extended(dataOf(from), others, { ...at, depth: at.depth + 1 });
  return merged(inherited, rest);
}

function merged(base: Data, own: Data): Data {
  const keys = [...new Set([...Object.keys(base), ...Object.keys(own)])];
  return Object.fromEntries(keys.map((key) => [key, both(ownOf(base, key), ownOf(own, key))]));
}

function both(base: unknown, own: unknown): unknown {
  if (own === undefined || base === undefined) return own ?? base;
  if (Array.isArray(base) && Array.isArray(own)) return [...(base as unknown[]), ...(own as unknown[])];
  return isPlainMap(base) && isPlainMap(own) ? merged(base, own) : own;
}

/** Stands for a dollar that was written as `$$`, which opens nothing. */
const DOLLAR = "\uE000";

/** `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME-default}`, `${NAME:?why}`; `$$` is a dollar. */
function interpolated(text: string, known: ReadonlyMap<string, string>): string {
  const form = /\$(?:\$|\{([A-Za-z_]\w*)(?::?([-?+])([^{}]*(?:\{[^{}]*\}[^{}]*)*))?\}|([A-Za-z_]\w*))/g;
  return text.replace(form, (whole, braced: string | undefined, kind: string | undefined, word = "", bare?: string) => {
    if (whole === "$$") return DOLLAR;
    const value = known.get(braced ?? bare ?? "");
    if (kind === "-") return value ?? interpolated(String(word), known);
    return value ?? whole;
  });
}

/** A filled text as it is meant. */
export const literal = (text: string): string => text.replaceAll(DOLLAR, "$");

/** Whether a text still waits for a value from the shell. */
export const isOpen = (text: string): boolean => /\$\{?[A-Za-z_]/.test(text);
