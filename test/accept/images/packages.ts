// Programs from Debian's packages: unpacked in a folder of ours where they run anywhere, installed where they don't.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { alone, must } from "./running.ts";

/** The release of the images, so that one version of each program is judged on every machine. */
export const SUITE = "trixie";

/** What is fetched is kept here between runs. */
export const CACHE = join(import.meta.dirname, "../../../build/accept");

const DOCKER = ["docker.io", "docker-cli", "docker-compose", "docker-buildx", "containerd", "tini"];

/** Where this machine gets Debian's packages from. */
export function mirror(): string {
  const folder = "/etc/apt/sources.list.d";
  const lists = existsSync(folder) ? readdirSync(folder).map((file) => join(folder, file)) : [];
  const text = ["/etc/apt/sources.list", ...lists]
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
  const found = /^(?:URIs:|deb(?: \[[^\]]*\])?)\s+(\S+\/debian)\/?(?:\s|$)/m.exec(text);
  if (!found?.[1]) throw new Error("this machine names no mirror of Debian in /etc/apt");
  return found[1];
}

/** Docker Engine, its command line and Compose, without what they depend on: Go programs run anywhere. The folder. */
export function unpackDocker(): Promise<string> {
  const folder = join(CACHE, `docker-${SUITE}`);
  return alone(`${folder}.lock`, async () => {
    await unpack(folder, DOCKER);
    return folder;
  });
}

async function unpack(folder: string, packages: readonly string[]): Promise<void> {
  const list = join(folder, "unpacked");
  if (existsSync(list) && readFileSync(list, "utf8") === packages.join(" ")) return;
  console.log(`unpacking ${packages.join(", ")} of Debian ${SUITE} in ${folder}`);
  const fresh = `${folder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  await download(fresh, packages);
  const files = readdirSync(fresh).filter((name) => name.endsWith(".deb"));
  await Promise.all(files.map((file) => must(["dpkg", "-x", join(fresh, file), fresh])));
  for (const file of files) rmSync(join(fresh, file));
  writeFileSync(join(fresh, "unpacked"), packages.join(" "));
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
}

/** With an apt of our own, which knows nothing of what this machine has installed. */
async function download(folder: string, packages: readonly string[]): Promise<void> {
  const apt = join(folder, "apt");
  const places = ["etc/apt/apt.conf.d", "etc/apt/preferences.d", "var/lib/apt/lists/partial", "var/lib/dpkg"];
  for (const path of [...places, "var/cache/apt/archives/partial"]) mkdirSync(join(apt, path), { recursive: true });
  writeFileSync(join(apt, "var/lib/dpkg/status"), "");
  const key = "/usr/share/keyrings/debian-archive-keyring.gpg";
  writeFileSync(join(apt, "etc/apt/sources.list"), `deb [signed-by=${key}] ${mirror()} ${SUITE} main\n`);
  const options = [`Dir=${apt}`, `Dir::State::status=${apt}/var/lib/dpkg/status`, "APT::Sandbox::User=root"];
  const given = ["-q", ...[...options, "Acquire::Languages=none"].flatMap((option) => ["-o", option])];
  await must(["apt-get", ...given, "update"]);
  await must(["apt-get", ...given, "download", ...packages], process.env, folder);
  rmSync(apt, { recursive: true });
}

/** Installs the packages of commands that this machine has not: what links to its C library can't come from elsewhere. */
export async function install(commands: Readonly<Record<string, string>>): Promise<void> {
  const path = (process.env["PATH"] ?? "").split(":").concat("/usr/sbin", "/sbin");
  const isMissing = (command: string): boolean => !path.some((folder) => existsSync(join(folder, command)));
  const packages = Object.entries(commands).flatMap(([command, name]) => (isMissing(command) ? [name] : []));
  if (packages.length === 0) return;
  await alone(join(CACHE, "apt.lock"), async () => {
    console.log(`installing ${packages.join(", ")} with apt-get`);
    await must(["apt-get", "update", "-qq"]);
    const patience = "DPkg::Lock::Timeout=300";
    await must(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "-o", patience, ...packages]);
  });
}
