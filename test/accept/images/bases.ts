// The images that generated files build on, under their own names, in the engine of the tests: stand-ins.
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Engine } from "./engine.ts";
import { CACHE, mirror, SUITE } from "./packages.ts";
import { alone, must } from "./running.ts";

/** Where Debian has a PostgreSQL that its release of the images does not have yet. */
const NEWER_SUITE = "forky";
const NPM = "11.21.2";

const HERE = import.meta.dirname;
const CONTEXT = join(CACHE, "images");
const AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt";

/** A stand-in: its stage in bases.Dockerfile, the name of the image that it stands for, and that one's major version. */
export interface Base {
  readonly stage: "node" | "postgres" | "valkey" | "nginx";
  readonly image: string;
  readonly major?: number;
}

/** The engine has no bridge to the outside; a build reaches it through the machine's own network. */
export const NETWORK = ["--network", "host"] as const;

/** Makes a stand-in where it is missing. */
export async function makeBase(engine: Engine, { stage, image, major }: Base): Promise<void> {
  const values = [`MIRROR=${mirror()}`, `SUITE=${NEWER_SUITE}`, `PG_MAJOR=${major ?? ""}`];
  const args = ["--file", join(HERE, "bases.Dockerfile"), ...values.flatMap((value) => ["--build-arg", value])];
  await engine.docker(["build", ...NETWORK, ...args, "--target", stage, "--tag", image, CONTEXT]);
}

/** Fetches what the stand-ins are made from, once: the programs that do so must be there. */
export function makeContext(): Promise<unknown> {
  return alone(`${CONTEXT}.lock`, async () => {
    mkdirSync(CONTEXT, { recursive: true });
    const node = join(CONTEXT, "node");
    copyFileSync(join(dirname(createRequire(import.meta.url).resolve("node/package.json")), "bin/node"), node);
    chmodSync(node, 0o755);
    copyFileSync(join(HERE, "postgres-entrypoint.sh"), join(CONTEXT, "postgres-entrypoint.sh"));
    await Promise.all([
      makeDebian(join(CONTEXT, `${SUITE}.tar`)),
      makeNpm(join(CONTEXT, "npm")),
      makeSchemaEngine(join(CONTEXT, "schema-engine")),
    ]);
  });
}

/** A Debian without what the `slim` images leave out. It trusts what this machine trusts: some re-sign TLS on the way. */
async function makeDebian(file: string): Promise<void> {
  if (existsSync(file)) return;
  console.log(`making Debian ${SUITE} in ${file}`);
  const left = ["doc", "man", "locale", "info"].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`);
  const quick = ["--dpkgopt=force-unsafe-io", '--aptopt=Acquire::Languages "none"'];
  const trust = `--customize-hook=mkdir -p "$1/etc/ssl/certs" && if [ -e ${AUTHORITIES} ]; then cp ${AUTHORITIES} "$1/etc/ssl/certs/"; fi`;
  const lists = '--customize-hook=rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/*';
  const kind = ["--mode=root", "--variant=minbase", "--include=libstdc++6"];
  await must(["mmdebstrap", ...kind, ...left, ...quick, trust, lists, SUITE, `${file}.new.tar`, mirror()]);
  renameSync(`${file}.new.tar`, file);
}

async function makeNpm(folder: string): Promise<void> {
  const version = join(folder, "package.json");
  if (existsSync(version) && (JSON.parse(readFileSync(version, "utf8")) as { version: string }).version === NPM) return;
  const fresh = `${folder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh);
  await must(["npm", "pack", "--silent", "--pack-destination", fresh, `npm@${NPM}`]);
  await must(["tar", "-xzf", join(fresh, `npm-${NPM}.tgz`), "-C", fresh, "--no-same-owner"]);
  rmSync(folder, { recursive: true, force: true });
  renameSync(join(fresh, "package"), folder);
  rmSync(fresh, { recursive: true });
}

/** The stand-in that the scripts are proven with, without the CLI that stands beside it there. */
async function makeSchemaEngine(folder: string): Promise<void> {
  const source = join(HERE, "../scripts/prisma");
  const lock = readFileSync(join(source, "package-lock.json"), "utf8");
  const known = join(folder, "lock");
  if (!existsSync(known) || readFileSync(known, "utf8") !== lock) {
    rmSync(folder, { recursive: true, force: true });
    cpSync(source, folder, { recursive: true });
    const quietly = ["--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"];
    await must(["npm", "ci", ...quietly]);
    await must(["npm", "uninstall", "prisma", ...quietly]);
    writeFileSync(known, lock);
  }
  copyFileSync(join(source, "schema-engine.mjs"), join(folder, "schema-engine.mjs"));
}
