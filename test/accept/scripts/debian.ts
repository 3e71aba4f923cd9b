// A Debian of the images' release in a folder, with the tools that the images have: bash, PostgreSQL's clients, AWS CLI.
// The scripts run in it as they would in a container, and the machine's own versions don't matter.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { endAll, LIMIT, marked, tellProcesses, tellServers } from "./hangs.ts";

const SUITE = "trixie";
const PACKAGES = [
  "awscli",
  "ca-certificates",
  "openssl",
  "postgresql",
  "procps",
  "python3-flask",
  "python3-flask-cors",
  "python3-moto",
  "shellcheck",
  "shfmt",
  "strace",
];

/**
 * Makes the folder "$1". The release has one PostgreSQL, and Debian's unstable suite a newer one, which comes beside it:
 * so there is a newest one, and one whose client tools are too old for it. A mirror may be some weeks behind.
 */
const RECIPE = `
set -eu
[ ! -e "$1" ] || exit 0
[ "$(id -u)" = 0 ] || { echo 'these tests make a Debian in a folder, and that takes root' >&2; exit 1; }
if ! command -v mmdebstrap >/dev/null; then
  echo 'installing mmdebstrap with apt-get'
  flock "$(dirname "$1")/apt.lock" sh -c \
    'apt-get update -qq && apt-get install -y -qq --no-install-recommends mmdebstrap >/dev/null'
fi
echo "making Debian ${SUITE} in $1 with ${PACKAGES.join(", ")}, and the newest postgresql of sid"
rm -rf "$1.new"
mmdebstrap --quiet --mode=root --variant=minbase --skip=check/empty,cleanup/apt --include=${PACKAGES.join(",")} \
  --customize-hook='printf "#!/bin/sh\nexit 101\n" >"$1/usr/sbin/policy-rc.d"; chmod 755 "$1/usr/sbin/policy-rc.d"' \
  --customize-hook='printf "Package: *\nPin: release n=sid\nPin-Priority: 100\n" >"$1/etc/apt/preferences.d/sid"' \
  --customize-hook='sed -n "s/ ${SUITE} main$/ sid main/p" "$1/etc/apt/sources.list" >"$1/etc/apt/sources.list.d/sid.list"' \
  --customize-hook='export APT_CONFIG="$MMDEBSTRAP_APT_CONFIG"; apt-get update -qq -o Acquire::Check-Valid-Until=false &&
    apt-get install -y -qq --no-install-recommends -t sid -o DPkg::Chroot-Directory="$1" postgresql ||
    echo "sid has no PostgreSQL to install: the one of ${SUITE} is the newest"' \
  ${SUITE} "$1.new"
rm -rf "$1.new/var/cache/apt" "$1.new/var/lib/apt/lists"
mv "$1.new" "$1"`;

/** Built once, and kept between runs until the recipe changes. */
const ROOT = join(
  import.meta.dirname,
  "../../../build/accept",
  `debian-${SUITE}-${createHash("sha256").update(RECIPE).digest("hex").slice(0, 8)}`,
);

/** How a command ended. */
export interface Ended {
  readonly status: number | null;
  /** Standard output and error, as they came. */
  readonly output: string;
}

export type Settings = Readonly<Record<string, string>>;

function must(command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`${command} ${args.slice(0, 3).join(" ")} failed:\n${stdout}${stderr}`);
  return stdout;
}

/** Makes the folder where it is missing; about a minute. Of tests that begin at once, one makes it. */
export function installDebian(): void {
  mkdirSync(join(ROOT, ".."), { recursive: true });
  const said = must("flock", join(ROOT, "..", `debian-${SUITE}.lock`), "bash", "-c", RECIPE, "bash", ROOT);
  if (said !== "") console.log(said.trimEnd());
}

/** The major versions of PostgreSQL in there, the newest last. */
export const majors = (): readonly number[] =>
  readdirSync(join(ROOT, "usr/lib/postgresql"))
    .map(Number)
    .sort((a, b) => a - b);

/** The PATH of an image with the client tools of a major version; the newest unless told. */
export const pathWith = (major = majors().at(-1)): string =>
  `/usr/local/bin:/usr/lib/postgresql/${major}/bin:/usr/bin:/bin:/usr/sbin:/sbin`;

/** A PATH that lacks some tools, as in an image where nobody has installed them. */
export function pathWithout(tools: readonly string[]): string {
  const path = `/srv/without-${tools.join("-")}`;
  const link = 'rm -rf "$1" && mkdir "$1" && ln -s /usr/bin/* "$1" && cd "$1" && shift && rm -- "$@"';
  must("chroot", ROOT, "bash", "-c", link, "bash", path, ...tools);
  return path;
}

/** A path in there, as this machine sees it. */
export const placeIn = (path: string): string => join(ROOT, path);

/** Copies a file or folder of this machine to a path in there, readable by everyone. */
export function copyIn(source: string, path: string): void {
  cpSync(source, join(ROOT, path), { recursive: true });
  must("chmod", "-R", "a+rX", join(ROOT, path));
}

/** Removes what a test has put in there. */
export const removeIn = (path: string): void => rmSync(join(ROOT, path), { recursive: true, force: true });

const MOUNTS =
  'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && PATH=$2 exec "$(type -P chroot)" --userspec="$1" "$0" "${@:3}"';

/** Starts a command in there as the user `postgres`, who is not root; its mounts end with it. */
export function start(command: readonly string[], env: Settings = {}, user = "postgres"): ChildProcess {
  const { PATH = pathWith(), ...rest } = env;
  return marked((mark) =>
    spawn("unshare", ["--mount", "bash", "-c", MOUNTS, ROOT, `${user}:${user}`, PATH, ...command], {
      env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", HOME: "/tmp", ...rest, ...mark },
      stdio: ["ignore", "pipe", "pipe"],
    }),
  );
}

/**
 * Puts a program into a folder of this machine that runs a command in there, as this user and with the variables that it
 * is given. It sees no file of this machine, but for its standard input.
 */
export function placeCommand(folder: string, name: string): void {
  const file = join(folder, name);
  const root = `PATH=/usr/sbin:/usr/bin:/sbin:/bin exec unshare --mount bash -c '${MOUNTS}' '${ROOT}' root:root '${pathWith()}'`;
  writeFileSync(file, `#!/bin/sh\n${root} ${name} "$@"\n`, { mode: 0o755 });
}

/**
 * What a started command says, and how it ends: when none of its processes holds its output any more.
 * @param limit In milliseconds. What takes longer hangs: it is killed, and the error tells what each process waited for.
 */
export async function ended(child: ChildProcess, limit = LIMIT): Promise<Ended> {
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  let hangs: NodeJS.Timeout | undefined;
  const hung = new Promise<"hung">((resolve) => (hangs = setTimeout(() => resolve("hung"), limit)));
  const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
  const status = await Promise.race([closed, hung]);
  clearTimeout(hangs);
  if (status !== "hung") return { status, output };
  const told = `${tellProcesses(child)}\n${await tellServers()}`;
  endAll(child);
  await closed;
  throw new Error(`it did not end within ${limit / 1000} s: ${child.spawnargs.slice(8).join(" ")}\n${output}\n${told}`);
}

/** Runs a command in there to its end. */
export const run = (command: readonly string[], env: Settings = {}, user?: string): Promise<Ended> =>
  ended(start(command, env, user));
