// A Docker Engine of our own: unpacked, not installed, with its data below build/accept, one at a time on a machine.
import { type ChildProcess, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CACHE, install, SUITE, unpackDocker } from "./packages.ts";
import { type Ended, must, run, until } from "./running.ts";

/** A running engine. */
export interface Engine {
  /** Runs `docker ARGUMENTS`, in a folder if one is given. */
  try(args: readonly string[], folder?: string): Promise<Ended>;
  /** The same; what it says. Throws if it fails. */
  docker(args: readonly string[], folder?: string): Promise<string>;
  /** Runs a command of this machine in the engine's own network. */
  beside(command: readonly string[]): Promise<Ended>;
  /** Removes what it runs, and stops it: every process and mount of it ends. */
  stop(): Promise<void>;
}

/** `machine` reaches the internet by `--network host`; `own` has no way out, and no port that something else has taken. */
export type Network = "machine" | "own";

const DATA = join(CACHE, "docker");
/** What the engine calls, and what makes and weighs its images. */
const COMMANDS = {
  flock: "util-linux",
  ip: "iproute2",
  iptables: "iptables",
  mmdebstrap: "mmdebstrap",
  openssl: "openssl",
  runc: "runc",
  skopeo: "skopeo",
  unshare: "util-linux",
};

/** Installs what this machine lacks. A proof that could not run is no proof: without root, the tests are red. */
export async function prepareMachine(): Promise<void> {
  if (process.getuid?.() !== 0) throw new Error("these tests run a Docker Engine of their own, and that takes root");
  await install(COMMANDS);
}

/**
 * Starts the engine on a prepared machine, after the one of another run has ended. Takes a kernel that gives namespaces,
 * overlay mounts and control groups. Where that is refused the test is red, with the engine's own words.
 */
export async function startEngine(network: Network): Promise<Engine> {
  const programs = await unpackDocker();
  const place = mkdtempSync(join(tmpdir(), "engine-"));
  const env = settings(programs, place);
  const log = join(place, "log");
  const daemon = spawnEngine(place, log, network, env);
  const docker = join(programs, "usr/bin/docker");
  const attempt = (args: readonly string[], folder?: string): Promise<Ended> => run([docker, ...args], env, folder);
  const stop = async (): Promise<void> => {
    await clear(attempt);
    await attempt(["builder", "prune", "--force", "--keep-storage=6GB"]);
    await end(daemon);
    rmSync(place, { recursive: true, force: true });
  };
  try {
    await answers(attempt, daemon, log);
  } catch (error) {
    await stop();
    throw error;
  }
  // What a run that was killed has left.
  await clear(attempt);
  const insist = (args: readonly string[], folder?: string): Promise<string> => must([docker, ...args], env, folder);
  const version = await insist(["version", "--format", "{{.Server.Version}}"]);
  console.log(
    `Docker Engine ${version} of Debian ${SUITE}, in the network of ${network === "own" ? "its own" : "this machine"}`,
  );
  const beside = (command: readonly string[]): Promise<Ended> =>
    run(["nsenter", "--net", "--target", String(firstOf(daemon)), ...command], env);
  return { try: attempt, docker: insist, beside, stop };
}

/** The environment of its programs: nothing of this machine's own Docker. */
function settings(programs: string, place: string): NodeJS.ProcessEnv {
  mkdirSync(join(place, "client"));
  symlinkSync(join(programs, "usr/libexec/docker/cli-plugins"), join(place, "client/cli-plugins"));
  const path = [join(programs, "usr/bin"), join(programs, "usr/sbin"), process.env["PATH"], "/usr/sbin", "/sbin"];
  return {
    PATH: path.join(":"),
    HOME: place,
    DOCKER_HOST: `unix://${place}/socket`,
    DOCKER_CONFIG: join(place, "client"),
    BUILDKIT_PROGRESS: "plain",
  };
}

/**
 * The engine is the only child of an init in namespaces of its own, so that with the init all of its processes end and
 * all of its mounts go, even if this process is killed. The lock is held as long as one of them lives.
 */
function spawnEngine(place: string, log: string, network: Network, env: NodeJS.ProcessEnv): ChildProcess {
  // Nothing of this machine's own settings.
  const config = join(place, "daemon.json");
  writeFileSync(config, "{}");
  mkdirSync(DATA, { recursive: true });
  const guard = ["setpriv", "--pdeathsig", "KILL", "flock", "--no-fork", join(DATA, "lock")];
  const spaces = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const start = 'ip link set lo up; exec docker-init -s -- dockerd "$@"';
  const folders = [`--data-root=${DATA}/root`, `--exec-root=${place}/run`, `--pidfile=${place}/pid`];
  const nothing = ["--bridge=none", "--iptables=false", "--ip6tables=false", "--ip-forward=false"];
  const options = [`--config-file=${config}`, `--host=${env["DOCKER_HOST"]}`, ...folders, ...nothing];
  const apart = network === "own" ? ["--net"] : [];
  const [command = "", ...args] = [...guard, ...spaces, ...apart, "sh", "-c", start, "sh", ...options];
  const out = openSync(log, "a");
  return spawn(command, args, { env, stdio: ["ignore", out, out] });
}

async function answers(attempt: Engine["try"], child: ChildProcess, log: string): Promise<void> {
  const asked = async (): Promise<true | undefined> => {
    if (child.exitCode !== null)
      throw new Error(`the Docker Engine does not start here:\n${readFileSync(log, "utf8").slice(-4000)}`);
    return (await attempt(["info"])).status === 0 || undefined;
  };
  await until(asked, 900, `the Docker Engine answers (another run may hold ${join(DATA, "lock")})`);
}

/** Removes every container, volume and network, and the images that have no name any more; builds stay cached. */
async function clear(attempt: Engine["try"]): Promise<void> {
  const { output } = await attempt(["ps", "--all", "--quiet"]);
  const containers = output.split("\n").filter((id) => /^[0-9a-f]+$/.test(id));
  if (containers.length > 0) await attempt(["rm", "--force", "--volumes", ...containers]);
  await attempt(["volume", "prune", "--all", "--force"]);
  await attempt(["network", "prune", "--force"]);
  await attempt(["image", "prune", "--force"]);
}

/** The first process of the engine's namespace, as this machine counts. */
function firstOf(child: ChildProcess): number | undefined {
  const file = `/proc/${child.pid}/task/${child.pid}/children`;
  return existsSync(file) ? Number(readFileSync(file, "utf8").trim().split(" ")[0]) || undefined : undefined;
}

/** The engine ends its containers and itself; what then still runs ends with the namespace. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("close", resolve));
  const first = firstOf(child);
  if (first === undefined) child.kill("SIGKILL");
  else process.kill(first, "SIGTERM");
  const patience = setTimeout(() => child.kill("SIGKILL"), 30_000);
  await gone;
  clearTimeout(patience);
}
