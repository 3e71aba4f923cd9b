// What a first spec is to say, before it is text; and the folder that it is proposed from, as far as it is read.

/** A folder and what stands below it. Paths are relative, with `/`; reading never fails. */
export interface Folder {
  /** The text of a file; undefined where there is none, or none that can be read. */
  readonly text: (path: string) => string | undefined;
  /** The names in a folder, sorted; none where there is no such folder. */
  readonly names: (path: string) => readonly string[];
}

/** What could not be carried over, or needs a look: where it stands, and why. */
export interface Note {
  readonly place: string;
  readonly reason: string;
}

export type Framework = "nestjs" | "node" | "vite" | "custom";
export type Store = "database" | "cache";

/** One service of the spec to be. */
export interface ProposedService {
  readonly name: string;
  /** Its folder below the repository; undefined is the spec's default. */
  readonly path: string;
  readonly framework: Framework;
  /** None for a worker. */
  readonly port: number | undefined;
  /** The path that answers 200 when it is well; undefined where none was found. */
  readonly health: string | undefined;
  readonly expose: "public" | "internal";
  /** Its requests at the shared load balancer: a path prefix, and a priority where the one that follows is another's. */
  readonly route: { readonly path: string; readonly priority: number | undefined } | undefined;
  readonly packageManager: "npm" | "pnpm";
  readonly prisma: boolean;
  /** Node.js's major, and the file that it starts, where they are not the default. */
  readonly node: number | undefined;
  readonly entry: string | undefined;
  readonly arm64: boolean;
  /** Undefined: all stores that the spec has. */
  readonly uses: readonly Store[] | undefined;
  readonly calls: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Variables whose value is nowhere to be read: a comment keeps their place. */
  readonly open: readonly string[];
  /** Variables that a secret fills. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** PostgreSQL; `name`, `username` and `port` (on the developer's machine) where they are not the default. */
export interface ProposedDatabase {
  readonly version: string;
  readonly instance: string;
  readonly name: string | undefined;
  readonly username: string | undefined;
  readonly port: number | undefined;
}

/** Valkey; `port` on the developer's machine where it is not the default. */
export interface ProposedCache {
  readonly version: string;
  readonly port: number | undefined;
}

/** Everything that a first spec says. */
export interface Proposal {
  readonly project: string;
  readonly services: readonly ProposedService[];
  readonly database: ProposedDatabase | undefined;
  readonly cache: ProposedCache | undefined;
  /** Secrets by name, and what each is. */
  readonly secrets: Readonly<Record<string, string>>;
  /** `owner/name` on GitHub, and the branch that is delivered. */
  readonly repository: string | undefined;
  readonly branch: string | undefined;
  /** What was seen, for the reader: `apps/api: NestJS, pnpm, Prisma, port 3000`. */
  readonly seen: readonly string[];
  readonly notes: readonly Note[];
}

/** A service of which nothing is known but its name. */
export function plainService(name: string, port: number | undefined): ProposedService {
  return {
    name,
    path: `apps/${name}`,
    framework: "node",
    port,
    health: undefined,
    expose: "internal",
    route: undefined,
    packageManager: "npm",
    prisma: false,
    node: undefined,
    entry: undefined,
    arm64: false,
    uses: undefined,
    calls: [],
    env: {},
    open: [],
    secrets: {},
  };
}

/** A name as the spec writes names of services and projects: lower-case words and hyphens; empty where nothing is left. */
export function kebab(text: string): string {
  return (
    text
      .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^[^a-z]+|-+$/g, "")
      // Keys that begin with `x-` are ignored in a spec.
      .replace(/^x-/, "x")
  );
}

const inCode = (name: string): string => name.replaceAll("-", "");

/** The name, or with a number where it is taken; also `web-1` and `web1` become one name in code, and `x-2` is no name. */
export function freeName(name: string, taken: Iterable<string>): string {
  const known = new Set([...taken].map(inCode));
  for (let number = 1; ; number++) {
    const tried = number === 1 ? name : kebab(`${name}-${number}`);
    if (!known.has(inCode(tried))) return tried;
  }
}
