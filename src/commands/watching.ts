// build --watch: builds again when a spec is saved, until Ctrl-C. A broken spec, or one that is gone, ends nothing.
import { type FSWatcher, existsSync, readFileSync, realpathSync, watch } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { loadSpecs } from "#src/load.ts";
import { faultOf } from "#src/report/fault.ts";
import { paintFor } from "#src/report/paint.ts";
import { type Answer, type Audience, audienceOf, documentOf, textOf } from "./answer.ts";
import { buildOnce, type Order } from "./building.ts";
import { isTerminal, say, streamOf } from "./say.ts";

/** A save is many events: this long after the last one it is over, in milliseconds. */
const QUIET = 12;
/** How often a folder that is gone, and an empty file, are looked at again. */
const AGAIN = 250;
/** How many builds V8 has seen before the first save, so that it takes no longer than those that follow. */
const WARMING = 3;
/** To the terminal: clear the screen and what was scrolled away, and go to its corner. */
const CLEAR = "\u001b[2J\u001b[3J\u001b[H";

/** Builds now and after each save, until it is interrupted or nobody reads any more; `format` is `human` or `json`. */
export function watchAndBuild(order: Order, cwd: string, format: "human" | "json"): Promise<void> {
  const watchers = new Map<string, FSWatcher>();
  const state = { text: "", since: 0, timer: undefined as NodeJS.Timeout | undefined };

  const build = (): void => {
    state.timer = undefined;
    const files = filesOf(order, cwd);
    const text = textsOf(files);
    follow(files);
    // An editor that empties a file before it writes it: what it writes comes at once.
    if (text === state.text) return;
    if (text === "" && state.text !== "") setTimeout(() => soon(), AGAIN).unref();
    state.text = text;
    tell(attempt(order, cwd, audienceOf(format)), files, format, performance.now() - state.since);
  };
  const soon = (): void => {
    if (state.timer === undefined) state.since = performance.now();
    clearTimeout(state.timer);
    state.timer = setTimeout(build, QUIET);
  };
  /** Watches the folders, because an editor's save may put another file in the spec's place. */
  const follow = (files: readonly string[]): void => {
    const names = new Set(files.map((file) => basename(file)));
    const folders = new Set(files.map((file) => dirname(file)));
    for (const [folder, watcher] of watchers) if (!folders.has(folder) || !existsSync(folder)) drop(folder, watcher);
    for (const folder of folders) {
      if (watchers.has(folder)) continue;
      if (!existsSync(folder)) setTimeout(() => soon(), AGAIN).unref();
      else
        watchers.set(
          folder,
          listen(folder, (name) => (name === null || names.has(name)) && soon(), drop),
        );
    }
  };
  const drop = (folder: string, watcher: FSWatcher): void => {
    watcher.close();
    watchers.delete(folder);
    setTimeout(() => soon(), AGAIN).unref();
  };

  return new Promise((resolve) => {
    // Where all folders are gone, nothing else would keep the process.
    const alive = setInterval(() => {}, 2 ** 30);
    const end = (): void => {
      clearInterval(alive);
      clearTimeout(state.timer);
      for (const watcher of watchers.values()) watcher.close();
      resolve();
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, end);
    streamOf().once("error", end);
    state.since = performance.now();
    state.text = "nothing was read yet";
    build();
    warmUp(order, cwd, WARMING);
  });
}

/** Builds without writing, a moment apart, while nobody waits. */
function warmUp(order: Order, cwd: string, times: number): void {
  if (times === 0) return;
  setTimeout(() => {
    quietly(() => buildOnce({ ...order, isDry: true }, cwd, { format: undefined, isColoured: false }));
    warmUp(order, cwd, times - 1);
  }, AGAIN).unref();
}

function listen(
  folder: string,
  onName: (name: string | null) => void,
  drop: (folder: string, watcher: FSWatcher) => void,
): FSWatcher {
  const watcher = watch(folder, (_, name) => {
    if (existsSync(folder)) onName(name);
    else drop(folder, watcher);
  });
  watcher.on("error", () => drop(folder, watcher));
  return watcher;
}

/** The specs' places: as they are named, and where links lead. A spec that is gone is still waited for. */
function filesOf({ spec, shard }: Order, cwd: string): readonly string[] {
  const named = quietly(() => loadSpecs(spec, cwd, shard).map(({ folder, source }) => resolve(folder, source)));
  const files = named ?? (spec ?? ["sage.yaml", "spec/sage.yaml"]).map((name) => resolve(cwd, name));
  return [...new Set(files.flatMap((file) => [file, quietly(() => realpathSync(file)) ?? file]))];
}

const textsOf = (files: readonly string[]): string =>
  files
    .map((file) => quietly(() => readFileSync(file, "latin1")) ?? "")
    .join("\u0000")
    .replace(/^\u0000+$/, "");

function quietly<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

/** A build's answer, or the words for what went wrong. */
function attempt(order: Order, cwd: string, audience: Audience): Answer {
  try {
    return buildOnce(order, cwd, audience);
  } catch (error) {
    const { message, help } = faultOf(error, Boolean(process.env["SAGE_GEN_DEBUG"]));
    const words = `error: ${message}\n${help === undefined ? "" : `  = help: ${help}\n`}`;
    return { ok: false, readings: [], fields: { error: { message, help } }, closing: () => words };
  }
}

function tell(answer: Answer, files: readonly string[], format: "human" | "json", milliseconds: number): void {
  const took = Math.round(milliseconds);
  if (format === "json") {
    say(`${JSON.stringify({ ...documentOf(answer), milliseconds: took })}\n`);
    return;
  }
  const paint = paintFor(isTerminal(), process.env);
  const names = [...new Set(files.map((file) => basename(file)))].join(", ");
  const last = paint("quiet", `after ${took} ms; watching ${names}, Ctrl-C ends it`);
  say(`${isTerminal() ? CLEAR : ""}${textOf(answer, format)}${last}\n`);
}
