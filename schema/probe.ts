// How a container is asked whether it is well: one command for the image, compose and ECS alike.
import type { Environment, Framework, Model } from "./model.ts";
import { originAmong } from "./origin.ts";
import type { Path } from "./path.ts";
import { join, type Value } from "./value.ts";

/** How long a probe waits for its answer before it says no, in seconds. */
const PATIENCE_SECONDS = 3;

/** How long a probe may take in all: well above its own patience, so that starting a process never counts as ill. */
export const PROBE_TIMEOUT_SECONDS = 10;

/**
 * Asks with Node.js, which every Node image has. It exits as soon as it knows, because a kept-alive socket would
 * hold the process beyond any timeout, and it asks 127.0.0.1, because `localhost` may mean IPv6.
 */
export function nodeProbe(port: Value, health: Value): readonly Value[] {
  const url = join("http://127.0.0.1:", port, health);
  const patience = `{signal:AbortSignal.timeout(${PATIENCE_SECONDS * 1000})}`;
  return ["node", "-e", join("fetch('", url, `',${patience}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))`)];
}

/** Asks with curl, which the nginx images have. */
export function curlProbe(port: Value, health: Value): readonly Value[] {
  const options = [
    "--fail",
    "--silent",
    "--show-error",
    "--output",
    "/dev/null",
    "--max-time",
    String(PATIENCE_SECONDS),
  ];
  return ["curl", ...options, join("http://127.0.0.1:", port, health)];
}

/** The probe of a service's deployed image; undefined for a custom image, of which nothing is known. */
export function probeOf(framework: Framework, port: Value, health: Value): readonly Value[] | undefined {
  if (framework === "custom") return undefined;
  return framework === "vite" ? curlProbe(port, health) : nodeProbe(port, health);
}

/**
 * How long a fresh container of a service may take, where one file serves all environments: the longest of any, in
 * seconds, with its place in the spec. 0 for a service that is not deployed.
 */
export function longestStart(model: Model, service: string): { readonly seconds: number; readonly path: Path } {
  const secondsOf = (environment: Environment): number =>
    environment.services.find(({ name }) => name === service)?.startSeconds ?? 0;
  const seconds = Math.max(0, ...model.environments.map(secondsOf));
  const path = originAmong(model, ["services", service, "start"], (environment) => secondsOf(environment) === seconds);
  return { seconds, path };
}
