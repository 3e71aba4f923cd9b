// Looks at a folder and proposes a spec: the programs in it, the stores that they use, the repository.
import { RESERVED_SERVICES } from "#schema/names.ts";
import { rulePriority } from "#schema/rule-priority.ts";
import { type Package, packageIn } from "./package.ts";
import {
  type Folder,
  freeName,
  kebab,
  type Note,
  plainService,
  type Proposal,
  type ProposedService,
  type Store,
} from "./proposal.ts";
import { repositoryOf } from "./repository.ts";
import { VALKEY } from "./versions.ts";

/** Folders that hold programs in a repository of several. */
const ROOMS = ["apps", "packages", "services"];
/** Folders of a repository of a few, each a program. */
const NEIGHBOURS = ["api", "backend", "server", "web", "frontend", "client", "worker", "app"];

/** What stands in the folder; `name` is the folder's own. */
export function survey(folder: Folder, name: string): Proposal {
  const found = programs(folder);
  const services = apart(found.map(([path, program]) => serviceOf(path, program)));
  const database = found.some(([, { stores }]) => stores.database);
  const cache = found.some(([, { stores }]) => stores.cache);
  const { name: repository, branch } = repositoryOf(folder);
  return {
    project: kebab(name),
    services: entrances(services),
    database: database
      ? { version: "18", instance: "db.t4g.micro", name: undefined, username: undefined, port: undefined }
      : undefined,
    cache: cache ? { version: VALKEY, port: undefined } : undefined,
    secrets: {},
    repository,
    branch,
    seen: [
      ...found.map(([path, program]) => told(path, program)),
      ...(repository === undefined ? [] : [`github.com/${repository}, branch ${branch ?? "main"}`]),
    ],
    notes: [...found.flatMap(([, { notes }]) => notes), ...services.flatMap(healthNote)],
  };
}

/** The programs by their folders. One in the root is the only one, unless there are rooms for several. */
function programs(folder: Folder): readonly (readonly [path: string, program: Package])[] {
  const rooms = ROOMS.flatMap((room) => folder.names(room).map((name) => `${room}/${name}`));
  const inside = [...rooms, ...NEIGHBOURS].flatMap((path) => {
    const program = isPath(path) ? packageIn(folder, path) : undefined;
    return program ? [[path, program] as const] : [];
  });
  if (inside.length > 0) return inside;
  const root = packageIn(folder, ".");
  return root ? [[".", root]] : [];
}

const isPath = (path: string): boolean => /^[A-Za-z0-9._@+][A-Za-z0-9._@+/-]*$/.test(path);

function serviceOf(path: string, program: Package): ProposedService {
  const own = kebab(path === "." ? rootName(program) : (path.split("/").at(-1) ?? ""));
  const name = own === "" || RESERVED_SERVICES.includes(own) ? `${own || "a"}-service` : own;
  const { framework, port, health, packageManager, prisma, node, entry, stores } = program;
  const uses = (["database", "cache"] as const).filter((store) => stores[store]);
  return {
    ...plainService(name, port),
    path,
    framework,
    health,
    packageManager,
    prisma,
    node: node === 24 ? undefined : node,
    entry,
    ...(framework === "vite" ? {} : { uses }),
  };
}

const rootName = ({ framework, called }: Package): string =>
  framework === "nestjs" ? "api" : framework === "vite" || called === "Next.js" ? "web" : "app";

/** Names and ports of their own: the developer's machine has each port once. */
function apart(services: readonly ProposedService[]): readonly ProposedService[] {
  const names: string[] = [];
  const taken = new Set<number>();
  const free = (port: number): number => (taken.has(port) ? free(port + 1) : port);
  return services.map((service) => {
    const name = freeName(service.name, names);
    names.push(name);
    const port = service.port === undefined ? undefined : free(service.port);
    if (port !== undefined) taken.add(port);
    return { ...service, name, port };
  });
}

const FRONT = /(?:^|-)(?:web|www|frontend|front|client|ui|app|site|dashboard)(?:-|$)/;

/**
 * The services with a port, behind the load balancer: the one that people see takes what no other takes, each other one
 * a path of its own.
 */
export function entrances(
  services: readonly ProposedService[],
  isOpen = (_: ProposedService) => true,
): readonly ProposedService[] {
  const open = services.filter((service) => service.port !== undefined && isOpen(service));
  const main = open.find(({ framework, name }) => framework === "vite" || FRONT.test(name)) ?? open[0];
  const taken = new Set<number>();
  return services.map((service) => {
    if (!open.includes(service)) return service;
    return {
      ...service,
      expose: "public" as const,
      route: service === main ? undefined : routeTo(service.name, taken),
    };
  });
}

/** Each name has a priority; two of them are seldom the same, and then the second is moved to the next that is free. */
function routeTo(name: string, taken: Set<number>): ProposedService["route"] {
  const path = `/${name}`;
  const given = rulePriority(name, undefined, path);
  let priority = given;
  while (taken.has(priority)) priority += 1;
  taken.add(priority);
  return { path, priority: priority === given ? undefined : priority };
}

/** The same services where the spec has a store that nobody asked for before: all but files for browsers use it. */
export function joined(services: readonly ProposedService[], added: readonly Store[]): readonly ProposedService[] {
  return services.map((service) =>
    service.uses === undefined ? service : { ...service, uses: [...new Set([...service.uses, ...added])] },
  );
}

function healthNote({ name, port, health, framework }: ProposedService): Note[] {
  if (port === undefined || health !== undefined || framework === "vite") return [];
  return [
    {
      place: `services.${name}.health`,
      reason: "no health check was found: `/` must answer 200, or name the path that does",
    },
  ];
}

function told(path: string, { called, framework, packageManager, prisma, port, node }: Package): string {
  const parts = [
    called,
    ...(framework === "custom" ? (called === "a Dockerfile" ? [] : ["its own Dockerfile"]) : [packageManager]),
    ...(prisma ? ["Prisma"] : []),
    ...(node === undefined ? [] : [`Node.js ${node}`]),
    port === undefined ? "no port" : `port ${port}`,
  ];
  return `${path === "." ? "this folder" : path}: ${parts.join(", ")}`;
}
