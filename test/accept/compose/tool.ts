// Docker Compose v2 from Debian's packages of the images' release, unpacked and not installed: `config` takes no daemon.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { unpackDocker } from "../images/packages.ts";

let plugin = "";

/** Unpacks Compose where it is missing: some seconds. */
export async function installCompose(): Promise<void> {
  plugin = join(await unpackDocker(), "usr/libexec/docker/cli-plugins/docker-compose");
}

/** What `docker compose ARGUMENTS` says of a folder, with nothing of this machine's environment. */
export function compose(folder: string, ...args: readonly string[]): { status: number | null; output: string } {
  const env = { PATH: "/usr/bin:/bin", HOME: folder };
  const ran = spawnSync(plugin, args, { cwd: folder, env, encoding: "utf8" });
  return { status: ran.status, output: ran.stdout + ran.stderr };
}
