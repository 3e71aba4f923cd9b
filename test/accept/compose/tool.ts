// Docker Compose v2 from Debian's packages of the images' release, unpacked and not installed: `config` takes no daemon.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const SUITE = "trixie";

/** Fetched once, and kept between runs. */
const ROOT = join(import.meta.dirname, "../../../build/accept", `compose-${SUITE}`);
const PLUGIN = "usr/libexec/docker/cli-plugins/docker-compose";

function must(cwd: string, command: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${stderr}`);
}

/** Where this machine gets Debian's packages from. */
function mirror(): string {
  const folder = "/etc/apt/sources.list.d";
  const lists = [
    "/etc/apt/sources.list",
    ...(existsSync(folder) ? readdirSync(folder).map((file) => join(folder, file)) : []),
  ];
  const text = lists
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
  const found = /^(?:URIs:|deb(?: \[[^\]]*\])?)\s+(\S+\/debian)\/?(?:\s|$)/m.exec(text);
  if (!found?.[1]) throw new Error("this machine names no mirror of Debian in /etc/apt");
  return found[1];
}

/** Unpacks Compose where it is missing: a few seconds. */
export function installCompose(): void {
  if (existsSync(join(ROOT, PLUGIN))) return;
  console.log(`unpacking docker-compose of Debian ${SUITE} in ${ROOT}`);
  const fresh = `${ROOT}.new`;
  const apt = join(fresh, "apt");
  rmSync(fresh, { recursive: true, force: true });
  for (const path of ["etc/apt/apt.conf.d", "etc/apt/preferences.d", "var/lib/apt/lists/partial", "var/lib/dpkg"]) {
    mkdirSync(join(apt, path), { recursive: true });
  }
  mkdirSync(join(apt, "var/cache/apt/archives/partial"), { recursive: true });
  writeFileSync(join(apt, "var/lib/dpkg/status"), "");
  const key = "/usr/share/keyrings/debian-archive-keyring.gpg";
  writeFileSync(join(apt, "etc/apt/sources.list"), `deb [signed-by=${key}] ${mirror()} ${SUITE} main\n`);
  const options = [`Dir=${apt}`, `Dir::State::status=${apt}/var/lib/dpkg/status`, "APT::Sandbox::User=root"];
  const given = ["-q", ...options.flatMap((option) => ["-o", option])];
  must(fresh, "apt-get", ...given, "update");
  must(fresh, "apt-get", ...given, "download", "docker-compose");
  const file = readdirSync(fresh).find((name) => name.endsWith(".deb"));
  must(fresh, "dpkg", "-x", file ?? "docker-compose.deb", fresh);
  rmSync(ROOT, { recursive: true, force: true });
  renameSync(fresh, ROOT);
}

/** What `docker compose ARGUMENTS` says of a folder, with nothing of this machine's environment. */
export function compose(folder: string, ...args: readonly string[]): { status: number | null; output: string } {
  const env = { PATH: "/usr/bin:/bin", HOME: folder };
  const ran = spawnSync(join(ROOT, PLUGIN), args, { cwd: folder, env, encoding: "utf8" });
  return { status: ran.status, output: ran.stdout + ran.stderr };
}
