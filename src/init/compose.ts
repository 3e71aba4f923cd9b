// A compose file as a proposal: what is built here becomes services, PostgreSQL the database, Redis the cache.
import { POSTGRES_PORT, VALKEY_PORT } from "#schema/aws.ts";
import { RESERVED_SERVICES, screamingCase } from "#schema/names.ts";
import { readCompose, textOf, type ComposeFile } from "./compose/file.ts";
import { type Built, builtService } from "./compose/service.ts";
import { cacheOf, databaseOf, storeOf } from "./compose/stores.ts";
import { foreignImage } from "./compose/unmapped.ts";
import {
  type Folder,
  freeName,
  kebab,
  type Note,
  type Proposal,
  type ProposedService,
  type Store,
} from "./proposal.ts";
import { entrances, joined } from "./survey.ts";

/** What `base` becomes by the compose file `name` of the folder; undefined where that is no compose file. */
export function fromCompose(folder: Folder, name: string, base: Proposal): Proposal | undefined {
  const file = readCompose(folder, name);
  if (!file) return undefined;
  const stores = new Map(Object.entries(file.services).flatMap(([id, one]) => withStore(id, storeOf(one, file))));
  const first = (kind: Store) => [...stores].find(([, store]) => store === kind)?.[0];
  const [databaseId, cacheId] = [first("database"), first("cache")];
  const database =
    databaseId === undefined ? undefined : databaseOf(`services.${databaseId}`, file.services[databaseId] ?? {}, file);
  const cache = cacheId === undefined ? undefined : cacheOf(`services.${cacheId}`, file.services[cacheId] ?? {}, file);
  const taken = new Map([...stores].filter(([id]) => id === databaseId || id === cacheId));
  const names = namesOf(file);
  const built = [...names].map(([id, own]) => [id, builtService(id, own, file, folder)] as const);
  const services = related(built, names, stores);
  const published = new Set(built.flatMap(([, { isPublished, service }]) => (isPublished ? [service.name] : [])));
  const separate = separated(services, [
    database?.database.port ?? (database && POSTGRES_PORT),
    cache?.cache.port ?? (cache && VALKEY_PORT),
  ]);
  const notes = [
    ...file.notes,
    ...(database?.notes ?? []),
    ...(cache?.notes ?? []),
    ...built.flatMap(([, { notes }]) => notes),
    ...[...names].flatMap(([id, own]) =>
      id === own ? [] : [{ place: `services.${id}`, reason: `is called \`${own}\` in the spec` }],
    ),
    ...separate.notes,
    ...foreign(file, stores, [databaseId, cacheId]),
  ];
  const seen = told(name, services, taken);
  // A file of stores alone, which the developer's own programs use.
  if (services.length === 0) return ofStores(base, { database: database?.database, cache: cache?.cache, seen, notes });
  return {
    ...base,
    services: entrances(separate.services, ({ name }) => published.has(name)),
    database: database?.database,
    cache: cache?.cache,
    secrets: secretsOf(services),
    seen: [...seen, ...base.seen.filter((line) => line.startsWith("github.com"))],
    notes,
  };
}

/** What was proposed without the file, with the stores that the file has. */
function ofStores(base: Proposal, found: Pick<Proposal, "database" | "cache" | "seen" | "notes">): Proposal {
  const added = (["database", "cache"] as const).filter((store) => found[store] && !base[store]);
  return {
    ...base,
    services: joined(base.services, added),
    database: found.database ?? base.database,
    cache: found.cache ?? base.cache,
    seen: [...found.seen, ...base.seen],
    notes: [...found.notes, ...base.notes],
  };
}

const withStore = (id: string, store: Store | undefined): [string, Store][] =>
  store === undefined ? [] : [[id, store]];

/** The services that are built here, and their names in the spec. */
function namesOf({ services }: ComposeFile): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const id of Object.keys(services).filter((id) => services[id]?.["build"] !== undefined)) {
    const own = kebab(id);
    const plain = own === "" || RESERVED_SERVICES.includes(own) ? `${own || "a"}-service` : own;
    names.set(id, freeName(plain, names.values()));
  }
  return names;
}

/** Which stores each service uses and which services it calls, as `depends_on` and the hosts in its environment tell. */
function related(
  built: readonly (readonly [string, Built])[],
  names: ReadonlyMap<string, string>,
  stores: ReadonlyMap<string, Store>,
): readonly ProposedService[] {
  const listening = new Set(built.flatMap(([, { service }]) => (service.port === undefined ? [] : [service.name])));
  // A store that nobody names is everybody's.
  const named = new Set(built.flatMap(([, { depends }]) => depends.map((id) => stores.get(id))));
  const orphans = [...stores.values()].filter((store) => !named.has(store));
  return built.map(([id, { service, depends, isTold }]) => {
    const used = [...depends.map((one) => stores.get(one)), ...orphans];
    const uses = (["database", "cache"] as const).filter((store) => used.includes(store));
    const calls = depends
      .flatMap((one) => (one === id ? [] : [names.get(one) ?? ""]))
      .filter((name) => listening.has(name));
    const isKnown = service.framework !== "vite" && (isTold || uses.length > 0);
    return addressed({ ...service, ...(isKnown ? { uses } : {}), calls: [...new Set(calls)] });
  });
}

/** A called service's address is sage-gen's to give: whatever stood under its name is left out. */
function addressed(service: ProposedService): ProposedService {
  const own = new Set(service.calls.map((called) => `${screamingCase(called)}_URL`));
  const rest = (map: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(map).filter(([name]) => !own.has(name)));
  const open = service.open.filter((name) => !own.has(name));
  return { ...service, env: rest(service.env), secrets: rest(service.secrets), open };
}

/** The developer's machine has each port once: the second service gets another, and must read PORT. */
function separated(
  services: readonly ProposedService[],
  stores: readonly (number | undefined)[],
): { readonly services: readonly ProposedService[]; readonly notes: readonly Note[] } {
  const taken = new Set<number | undefined>(stores);
  const free = (port: number): number => (taken.has(port) ? free(port + 1) : port);
  const notes: Note[] = [];
  const moved = services.map((service) => {
    if (service.port === undefined) return service;
    const port = free(service.port);
    taken.add(port);
    if (port !== service.port)
      notes.push({
        place: `services.${service.name}.ports`,
        reason: `another one has ${service.port} on the developer's machine: it gets ${port}, and must listen on what PORT says`,
      });
    return { ...service, port };
  });
  return { services: moved, notes };
}

function secretsOf(services: readonly ProposedService[]): Readonly<Record<string, string>> {
  const users = new Map<string, { readonly variable: string; readonly services: string[] }>();
  for (const { name, secrets } of services) {
    for (const [variable, secret] of Object.entries(secrets)) {
      const known = users.get(secret) ?? { variable, services: [] };
      users.set(secret, { ...known, services: [...known.services, name] });
    }
  }
  return Object.fromEntries(
    [...users].map(([secret, { variable, services }]) => [secret, `${variable} of ${services.join(", ")}`]),
  );
}

function foreign(
  file: ComposeFile,
  stores: ReadonlyMap<string, Store>,
  taken: readonly (string | undefined)[],
): Note[] {
  return Object.entries(file.services).flatMap(([id, service]) => {
    if (service["build"] !== undefined || taken.includes(id)) return [];
    if (stores.has(id))
      return [
        {
          place: `services.${id}`,
          reason: `the spec has one ${stores.get(id) ?? ""}: ${taken.find((one) => one !== undefined && stores.get(one) === stores.get(id)) ?? ""} is it`,
        },
      ];
    return [foreignImage(`services.${id}`, file.filled(textOf(service["image"]) ?? ""))];
  });
}

function told(
  name: string,
  services: readonly ProposedService[],
  stores: ReadonlyMap<string, Store>,
): readonly string[] {
  const parts = [
    ...services.map(({ name, port }) => (port === undefined ? `${name}, a worker` : `${name} on ${port}`)),
    ...[...stores].map(([id, store]) => `${id}, the ${store}`),
  ];
  return [`${name}: ${parts.join("; ")}`];
}
