// A container as ECS runs one: an init as its first process, a file system that can't be written but for /tmp.
import type { Engine } from "./engine.ts";
import { until } from "./running.ts";

/** How a container came up and went. */
export interface Health {
  /** From the start until the image's own health check passed. */
  readonly seconds: number;
  /** The longest that a check of it took. */
  readonly slowest: number;
}

interface State {
  readonly Running: boolean;
  readonly Health: {
    readonly Status: string;
    readonly Log: readonly { readonly Start: string; readonly End: string; readonly Output: string }[];
  };
}

/** The options of `docker run` that do what the generated task definition says. */
export const AS_ECS = ["--init", "--read-only", "--mount", "type=volume,target=/tmp", "--cap-drop", "ALL"] as const;

/** Starts a container, and waits for its health check as long as a fresh one may take. */
export async function startHealthy(
  engine: Engine,
  name: string,
  args: readonly string[],
  seconds: number,
): Promise<Health> {
  const start = performance.now();
  // The check is the image's own, but asked for more often at first.
  const options = ["--detach", "--name", name, "--health-start-interval=1s", ...AS_ECS];
  await engine.docker(["run", ...options, ...args]);
  const asked = async (): Promise<State | undefined> => {
    const state = JSON.parse(await engine.docker(["inspect", "--format", "{{json .State}}", name])) as State;
    if (!state.Running || state.Health.Status === "unhealthy") {
      const { output } = await engine.try(["logs", name]);
      throw new Error(`${name} is not well: ${state.Health.Log.at(-1)?.Output}\n${output}`);
    }
    return state.Health.Status === "healthy" ? state : undefined;
  };
  const { Health } = await until(asked, seconds, `${name} is healthy`);
  const took = Health.Log.map(({ Start, End }) => (Date.parse(End) - Date.parse(Start)) / 1000);
  return { seconds: (performance.now() - start) / 1000, slowest: Math.max(...took) };
}

/** Runs a command in a container, without a shell. */
export const inside = (engine: Engine, name: string, ...command: readonly string[]) =>
  engine.try(["exec", name, ...command]);

/** Runs a command in a fresh container of an image, as the image's own user and without a network. */
export function once(engine: Engine, image: string, ...command: readonly string[]) {
  const [entrypoint = "", ...rest] = command;
  return engine.try(["run", "--rm", "--network=none", "--entrypoint", entrypoint, image, ...rest]);
}
