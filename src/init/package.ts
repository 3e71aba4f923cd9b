// One package of a repository, as its own files tell: the framework, the package manager, Prisma, the port, the entry.
import { type Data, isPlainMap } from "#schema/data.ts";
import type { Folder, Framework, Note } from "./proposal.ts";
import { healthIn, portIn } from "./sources.ts";
import { nodeFor } from "./versions.ts";

/** What a folder with a package.json, or a Dockerfile, is. */
export interface Package {
  readonly name: string | undefined;
  readonly framework: Framework;
  /** The framework as people call it, for the reader. */
  readonly called: string;
  readonly packageManager: "npm" | "pnpm";
  readonly prisma: boolean;
  readonly port: number | undefined;
  readonly health: string | undefined;
  readonly node: number | undefined;
  readonly entry: string | undefined;
  readonly stores: { readonly database: boolean; readonly cache: boolean };
  readonly notes: readonly Note[];
}

/** What is read of a package.json, whatever stands in it. */
interface Manifest {
  readonly name: string | undefined;
  readonly main: string | undefined;
  readonly packageManager: string | undefined;
  readonly scripts: Data;
  readonly engines: Data;
  readonly dependencies: Data;
  readonly devDependencies: Data;
}

const EMPTY: Manifest = manifestOf({});

const SERVERS = ["express", "fastify", "koa", "@hapi/hapi", "hono", "@hono/node-server", "polka", "restify"];
const WORKERS = ["bullmq", "bull", "amqplib", "kafkajs", "@aws-sdk/client-sqs", "node-cron", "agenda", "pg-boss"];
const CACHES = ["ioredis", "redis", "@redis/client", "iovalkey", "bullmq", "bull", "@valkey/valkey-glide"];
const DATABASES = ["pg", "@prisma/client", "postgres", "typeorm", "drizzle-orm", "pg-promise", "@mikro-orm/postgresql"];
/** What is served by a server of its own, or needs a build that we know nothing of. */
const OTHERS: Readonly<Record<string, string>> = {
  next: "Next.js",
  nuxt: "Nuxt",
  "@remix-run/node": "Remix",
  "@react-router/node": "React Router",
  "@sveltejs/kit": "SvelteKit",
  astro: "Astro",
  "@angular/core": "Angular",
  "react-scripts": "Create React App",
};

/** Looks at the folder `path`; undefined where it holds no program. */
export function packageIn(folder: Folder, path: string): Package | undefined {
  const at = (name: string): string => (path === "." ? name : `${path}/${name}`);
  const names = folder.names(path);
  const dockerfile = folder.text(at("Dockerfile"));
  const manifest = manifestIn(folder.text(at("package.json")));
  const known = manifest && kindOf(manifest, names);
  if (!known && dockerfile === undefined) return undefined;
  const has = dependencyOf(manifest ?? EMPTY);
  const framework = dockerfile === undefined ? (known?.framework ?? "custom") : "custom";
  const manager = managerIn(folder, path, manifest);
  const other = otherDatabase(folder.text(at("prisma/schema.prisma")));
  return {
    name: manifest?.name,
    framework,
    called: known?.called ?? "a Dockerfile",
    packageManager: manager.name,
    prisma: framework !== "custom" && framework !== "vite" && (has("prisma") || has("@prisma/client")),
    port: known?.listens === false ? undefined : portIn(folder, path, dockerfile, known?.framework),
    health: healthIn(folder, path),
    node: framework === "custom" ? undefined : nodeFor(folder.text(at(".nvmrc")) ?? textOf(manifest?.engines["node"])),
    entry: framework === "node" || framework === "nestjs" ? entryOf(manifest ?? EMPTY) : undefined,
    stores: { database: DATABASES.some(has) && other === undefined && !has("mysql2"), cache: CACHES.some(has) },
    notes: [
      ...(other === undefined
        ? []
        : [
            {
              place: at("prisma/schema.prisma"),
              reason: `${other} is not spoken here: the spec's database is PostgreSQL`,
            },
          ]),
      ...notesOn(path, {
        framework,
        called: known?.called ?? "",
        dockerfile,
        manager,
        lockHere: names.some(isLock),
      }),
    ],
  };
}

function manifestIn(text: string | undefined): Manifest | undefined {
  try {
    const data: unknown = JSON.parse(text ?? "");
    return isPlainMap(data) ? manifestOf(data) : undefined;
  } catch {
    return undefined;
  }
}

function manifestOf(data: Data): Manifest {
  const map = (key: string): Data => (isPlainMap(data[key]) ? data[key] : {});
  return {
    name: textOf(data["name"]),
    main: textOf(data["main"]),
    packageManager: textOf(data["packageManager"]),
    scripts: map("scripts"),
    engines: map("engines"),
    dependencies: map("dependencies"),
    devDependencies: map("devDependencies"),
  };
}

const dependencyOf =
  ({ dependencies, devDependencies }: Manifest) =>
  (name: string): boolean =>
    Object.hasOwn(dependencies, name) || Object.hasOwn(devDependencies, name);

interface Kind {
  readonly framework: Framework;
  readonly called: string;
  readonly listens: boolean;
}

function kindOf(manifest: Manifest, names: readonly string[]): Kind | undefined {
  const has = dependencyOf(manifest);
  if (has("@nestjs/core")) return { framework: "nestjs", called: "NestJS", listens: true };
  const other = Object.entries(OTHERS).find(([name]) => has(name));
  if (other) return { framework: "custom", called: other[1], listens: true };
  const isPage = names.includes("index.html") && names.some((name) => /^vite\.config\.[cm]?[jt]s$/.test(name));
  if (isPage) return { framework: "vite", called: "Vite", listens: true };
  if (SERVERS.some(has)) return { framework: "node", called: "Node.js", listens: true };
  const starts = Object.hasOwn(manifest.scripts, "start");
  return WORKERS.some(has) && starts ? { framework: "node", called: "a Node.js worker", listens: false } : undefined;
}

const LOCKS: Readonly<Record<string, string>> = {
  "pnpm-lock.yaml": "pnpm",
  "package-lock.json": "npm",
  "npm-shrinkwrap.json": "npm",
  "yarn.lock": "yarn",
  "bun.lock": "bun",
  "bun.lockb": "bun",
};
const isLock = (name: string): boolean => Object.hasOwn(LOCKS, name);

/** What a Prisma schema speaks, where it is not PostgreSQL. */
function otherDatabase(schema: string | undefined): string | undefined {
  const provider = /datasource[^}]*\bprovider\s*=\s*"(\w+)"/.exec(schema ?? "")?.[1];
  return provider === "postgresql" || provider === "postgres" ? undefined : provider;
}

/** By the nearest lock file, else by what package.json names. */
function managerIn(folder: Folder, path: string, manifest: Manifest | undefined) {
  const lock = [path, "."].flatMap((place) => folder.names(place).filter(isLock))[0];
  const named = /^[a-z]+/.exec(manifest?.packageManager ?? "")?.[0];
  const used = (lock === undefined ? named : LOCKS[lock]) ?? "npm";
  return { used, lock, name: used === "pnpm" ? ("pnpm" as const) : ("npm" as const) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The file that the start script hands to node, else `main`, where it is not the default. */
function entryOf({ scripts, main }: Manifest): string | undefined {
  const starts = ["start:prod", "start"].map((name) => textOf(scripts[name]) ?? "");
  const started = starts.flatMap((text) => /\bnode\s+(?:-\S+\s+)*(\S+)/.exec(text)?.[1] ?? [])[0];
  const file = (started ?? main)?.replace(/^\.\//, "");
  if (file === undefined || !/^[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*$/.test(file) || file.includes(".."))
    return undefined;
  const whole = /\.[cm]?js$/.test(file) ? file : `${file}.js`;
  return whole === "dist/main.js" ? undefined : whole;
}

interface Looked {
  readonly framework: Framework;
  readonly called: string;
  readonly dockerfile: string | undefined;
  readonly manager: { readonly used: string; readonly lock: string | undefined };
  readonly lockHere: boolean;
}

function notesOn(path: string, { framework, called, dockerfile, manager, lockHere }: Looked): Note[] {
  const place = path === "." ? "this folder" : path;
  if (framework === "custom")
    return dockerfile === undefined
      ? [
          {
            place,
            reason: `${called} is built by a Dockerfile of yours: write ${path === "." ? "" : `${path}/`}Dockerfile`,
          },
        ]
      : [];
  if (manager.used !== "npm" && manager.used !== "pnpm")
    return [
      {
        place,
        reason: `${manager.used} is not known to our Dockerfile: make a lock file of npm or pnpm, or write a Dockerfile of your own and \`framework: custom\``,
      },
    ];
  if (lockHere) return [];
  const lock = manager.used === "pnpm" ? "pnpm-lock.yaml" : "package-lock.json";
  const why =
    manager.lock === undefined
      ? "has no lock file"
      : `is built from its own folder, and ${manager.lock} stands above it`;
  return [
    { place, reason: `${why}: give it a ${lock} of its own, or a Dockerfile of your own and \`framework: custom\`` },
  ];
}
