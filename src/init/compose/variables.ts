// A compose service's environment, from its list, its map and its env files, sorted into values, secrets and open ends.
import { type Data, ownOf } from "#schema/data.ts";
import { OWN_VARIABLES, screamingCase } from "#schema/names.ts";
import { isHarmless, isSecret, secretName } from "../hidden.ts";
import type { Folder, Note } from "../proposal.ts";
import { dotenv } from "./dotenv.ts";
import { type ComposeFile, dataOf, isOpen, listOf, literal, pairsOf, textOf } from "./file.ts";
import { storeOf } from "./stores.ts";

/** What the spec says of an environment. */
export interface Variables {
  readonly env: Readonly<Record<string, string>>;
  readonly open: readonly string[];
  readonly secrets: Readonly<Record<string, string>>;
  /** The services that a value names as a host. */
  readonly named: readonly string[];
  readonly notes: readonly Note[];
}

/** What sage-gen gives every service, or its image has: never the spec's. */
const OWN = new RegExp(`^(?:${[...OWN_VARIABLES, "NODE_ENV", "CACHE_TTL_.*_SECONDS"].join("|")})$`);
/** What only a development container wants. */
const LOCAL = /^(?:CHOKIDAR_USEPOLLING|WATCHPACK_POLLING|CI|TZ_LOCAL)$/;

/** What the spec takes as a variable's value. */
const LINE = /^[^\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]{0,4096}$/;

interface Entry {
  readonly name: string;
  readonly value: string | undefined;
  /** Written in the compose file itself, which is committed. */
  readonly isCommitted: boolean;
}

/** Sorts the environment of one service; `hosts` are the file's services, `isStatic` says that it is built into files. */
export function variablesOf(
  place: string,
  service: Data,
  file: ComposeFile,
  folder: Folder,
  isStatic: boolean,
): Variables {
  const notes: Note[] = [];
  const [env, secrets]: [Record<string, string>, Record<string, string>] = [{}, {}];
  const open: string[] = [];
  const named = new Set<string>();
  const hosts = Object.keys(file.services);
  for (const { name, value: text, isCommitted } of entriesOf(place, service, { file, folder }, notes)) {
    const value = file.filled(text ?? `\${${name}}`);
    const host = hosts.find((one) => new RegExp(`(?:^|//|@|,)${one.replace(/\W/g, "\\$&")}(?=[:/,]|$)`).test(value));
    if (host !== undefined) named.add(host);
    const note = (reason: string): void => void notes.push({ place: `${place}.environment.${name}`, reason });
    const isOwn = OWN.test(name) || (host !== undefined && `${screamingCase(host)}_URL` === name);
    if (isOwn) note(keptFor(name, file));
    else if (LOCAL.test(name)) note("for a development container alone");
    else if (!/^[A-Za-z_]\w*$/.test(name)) note("no name of an environment variable");
    else if (value.startsWith("/run/secrets/")) note("no such file in AWS: a secret fills an environment variable");
    else if (isStatic && isSecret(name, value))
      note("everyone can read what Vite builds into its files: no place for a secret");
    else if (isSecret(name, value)) secrets[name] = secretName(name);
    else if (host !== undefined) {
      open.push(name);
      note(`\`${host}\` is a host of compose alone; ${stand(file, host)}`);
    } else if (isOpen(value)) {
      open.push(name);
      note("its value is the shell's: write it in the spec");
    } else if (!isCommitted && !isHarmless(name, value)) secrets[name] = secretName(name);
    else if (!LINE.test(value)) note("its value is no single line of text");
    else {
      env[name] = literal(value);
      if (/\blocalhost\b|\b127\.0\.0\.1\b/.test(value))
        note("`localhost` is the container itself: say what it is in AWS");
    }
  }
  return { env, open, secrets, named: [...named], notes };
}

/** Why a variable of sage-gen's own is left out. */
function keptFor(name: string, file: ComposeFile): string {
  const store = ownOf({ DATABASE_URL: "database", REDIS_URL: "cache" }, name);
  const isThere = store === undefined || Object.values(file.services).some((one) => storeOf(one, file) === store);
  return isThere
    ? "sage-gen sets it itself"
    : `sage-gen keeps this name for the spec's ${store ?? ""}: give it another one`;
}

/** What stands for a host of compose in the spec. */
function stand(file: ComposeFile, host: string): string {
  const service = ownOf(file.services, host) ?? {};
  const store = storeOf(service, file);
  if (store !== undefined) return `the address stands in ${store === "database" ? "DATABASE_URL" : "REDIS_URL"}`;
  if (service["build"] !== undefined) return `the address stands in ${screamingCase(host)}_URL`;
  return "the spec has no such service";
}

/** Every variable once: the compose file's own win over those of env files. */
function entriesOf(
  place: string,
  service: Data,
  { file, folder }: { readonly file: ComposeFile; readonly folder: Folder },
  notes: Note[],
): readonly Entry[] {
  const files = Array.isArray(service["env_file"]) ? listOf(service["env_file"]) : [service["env_file"]];
  const entries = new Map<string, Entry>();
  for (const entry of files.filter((one) => one !== undefined)) {
    const name = (textOf(entry) ?? textOf(dataOf(entry)["path"]) ?? "").replace(/^\.\//, "");
    const text = folder.text(name) ?? folder.text(`${name}.example`);
    if (text === undefined)
      notes.push({
        place: `${place}.env_file`,
        reason: `${name} is not here: write its variables under \`env\` and \`secrets\``,
      });
    for (const [key, value] of dotenv(text ?? "")) entries.set(key, { name: key, value, isCommitted: false });
  }
  for (const [name, value] of pairsOf(service["environment"])) {
    // What compose takes from the shell, an env file may have said.
    const known = value === undefined ? entries.get(name) : undefined;
    entries.set(name, known ?? { name, value, isCommitted: value !== undefined && file.isCommitted(value) });
  }
  return [...entries.values()];
}
