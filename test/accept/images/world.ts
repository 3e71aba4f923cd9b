// The images that the specs' Dockerfiles make, built once for all proofs of them, each as soon as what it stands on is
// there; and what the builds need: an engine, stand-ins of the base images, and repositories with applications in them.
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import YAML from "yaml";
import { IMAGES } from "#schema/pins.ts";
import { makeBase, makeContext, NETWORK } from "./bases.ts";
import { compressed } from "./contents.ts";
import { type Engine, prepareMachine, startEngine } from "./engine.ts";
import { placeRepository } from "./repository.ts";
import { makeCertificates } from "./stores.ts";

/** The base images that the two specs name. */
export const BASES = {
  node: IMAGES.node(24),
  postgres: IMAGES.postgres(18),
  valkey: IMAGES.valkey("8.0"),
  nginx: IMAGES.nginx,
} as const;

/** What our images are called in the engine. Compose names that of a service by itself. */
export const OURS = {
  development: "sage-backend",
  runtime: "images-runtime",
  migrate: "images-migrate",
  operations: "images-operations",
  vite: "images-vite",
} as const;

/** What the proofs find. */
export interface World {
  /** The engine that is running; only what is published by Compose needs one in a network of its own. */
  engine: Engine;
  /** The reference spec's repository. */
  readonly repository: string;
  readonly certificates: string;
  /** The deployed image of the back end, compressed. */
  readonly archive: string;
  /** Ends the engine, and removes what was placed. */
  end(): Promise<void>;
}

/** Makes all of it; some seconds where it was made before, else some minutes. */
export async function makeWorld(): Promise<World> {
  await prepareMachine();
  const context = makeContext();
  const certificates = await makeCertificates();
  const repository = placeRepository("spec/sage.yaml", { "apps/backend": "backend", "apps/frontend": "frontend" });
  const second = placeRepository("test/golden/two-public-and-a-worker/sage.yaml", { "services/admin": "frontend" });
  const archive = join(repository, "runtime.oci");
  const engine = await startEngine("machine");
  const world: World = {
    engine,
    repository,
    archive,
    certificates,
    end: async () => {
      await world.engine.stop();
      for (const folder of [repository, second]) rmSync(folder, { recursive: true });
    },
  };
  try {
    await context;
    const folders = [join(repository, "apps/backend"), join(repository, "scripts")];
    for (const folder of folders) copyFileSync(join(certificates, "authority.pem"), join(folder, "authority.pem"));
    await buildAll(world, second);
  } catch (error) {
    await world.end();
    throw error;
  }
  return world;
}

/** Starts every build at once; the engine does no step twice. */
async function buildAll({ engine, repository, archive }: World, second: string): Promise<void> {
  const authority = "--build-arg=RDS_CA_BUNDLE=authority.pem";
  const scripts = join(repository, "scripts");
  const backend = join(repository, "apps/backend");
  const node = makeBase(engine, { stage: "node", image: BASES.node });
  const postgres = makeBase(engine, { stage: "postgres", image: BASES.postgres, major: 18 });
  const valkey = makeBase(engine, { stage: "valkey", image: BASES.valkey });
  const nginx = makeBase(engine, { stage: "nginx", image: BASES.nginx });
  const build = async (bases: readonly Promise<void>[], tag: string, context: string, ...options: string[]) => {
    await Promise.all(bases);
    const { status, output, seconds } = await engine.try(["build", ...NETWORK, ...options, "--tag", tag, context]);
    if (status !== 0) throw new Error(`${tag} can't be built:\n${output}`);
    console.log(`built ${tag} in ${seconds.toFixed(1)} s`);
  };
  const parts = [
    build([node], OURS.runtime, backend, "--target=runtime", authority).then(() =>
      compressed(engine, OURS.runtime, archive),
    ),
    build([node, postgres], OURS.migrate, backend, "--target=migrate", authority, `--build-context=scripts=${scripts}`),
    build([postgres], OURS.operations, scripts, authority),
    build([node, nginx], OURS.vite, join(second, "services/admin")),
    node.then(() => composeBuild(engine, repository)),
    valkey,
  ];
  const failed = (await Promise.allSettled(parts)).flatMap((part) => (part.status === "rejected" ? [part.reason] : []));
  if (failed.length > 0) throw failed[0];
}

/** Builds what docker-compose.yml builds. The engine has no way out by itself, so the builds are given the machine's. */
async function composeBuild(engine: Engine, repository: string): Promise<void> {
  const file = YAML.parse(readFileSync(join(repository, "docker-compose.yml"), "utf8")) as {
    services: Record<string, { build?: object }>;
  };
  const built = Object.entries(file.services).filter(([, service]) => service.build !== undefined);
  const services = Object.fromEntries(built.map(([name]) => [name, { build: { network: "host" } }]));
  writeFileSync(join(repository, "builds.json"), JSON.stringify({ services }));
  await engine.docker(["compose", "--file=docker-compose.yml", "--file=builds.json", "build"], repository);
  console.log(`built ${built.map(([name]) => name).join(", ")} as docker-compose.yml says`);
}
