// Where services live: folders that every system can write, each with a Dockerfile of its own, none on a file of ours.
import { sortedEntries } from "#schema/order.ts";
import type { Path } from "#schema/path.ts";
import type { Spec } from "#schema/spec.ts";
import type { Reporter } from "./context.ts";
import { wrong } from "./stores.ts";

/** Names that Windows keeps for devices, with any ending; in small letters, and a number behind the last two. */
const DEVICES = ["con", "prn", "aux", "nul", "com", "lpt"];
/** What is generated beside the services' own files, in small letters; nothing can stand in a folder of such a name. */
const FILES = [
  String.raw`docker-compose\.yml|\.env\.example|\.gitattributes|\.gitignore|agents\.md`,
  String.raw`docs/(?:infrastructure|prompts/[^/]+)\.md`,
  String.raw`terraform/monitoring\.tf|scripts/[^/]+\.sh|\.github/workflows/[^/]+\.ya?ml`,
  String.raw`infra/(?:[^/]+|services/[^/]+)\.(?:ts|json|yaml)|infra/notifier/index\.mjs`,
  String.raw`(?:.*/)?(?:dockerfile|\.dockerignore)`,
];
const OURS = new RegExp(`^(?:${FILES.join("|")})(?:/|$)`);

/** Whether Windows takes a file of this name for a device. */
function isDevice(name: string): boolean {
  const [stem = ""] = name.split(".");
  const device = DEVICES.indexOf(stem.slice(0, 3));
  return device !== -1 && (device < 4 ? stem.length === 3 : /^\d$/.test(stem.slice(3)));
}

/** Judges every service's folder, and that no two are one. */
export function folders(to: Reporter, spec: Spec): void {
  const first = new Map<string, string>();
  for (const [name, service] of sortedEntries(spec.services)) {
    const folder = service.path ?? `apps/${name}`;
    const path: Path = service.path === undefined ? ["services", name] : ["services", name, "path"];
    if (isDevice(name)) device(to, name);
    const form = formOf(spec, folder);
    if (form !== undefined && !(service.path === undefined && isDevice(name))) wrong(to, path, folder, form, "path");
    if (service.framework === "custom") continue;
    // Where case does not count, `apps/Api` and `apps/api` are one.
    const other = first.get(folder.toLowerCase());
    if (other === undefined) first.set(folder.toLowerCase(), name);
    else clash(to, name, other, folder);
  }
}

/** A service's module of the program bears its name. */
function device(to: Reporter, name: string): void {
  const values = { got: name, help: "Windows keeps this name for a device: take another name" };
  to.report("name/invalid", ["services", name], values, { at: "key" });
}

/** What a folder must be and is not; case does not count, because for some systems it does not. */
function formOf(spec: Spec, folder: string): string | undefined {
  const small = folder.toLowerCase();
  const names = small === "." ? [] : small.split("/");
  if (names.some((name) => isDevice(name) || name.endsWith(".")))
    return "a path that every system can write: no name as `con` or `nul`, none that ends in a dot";
  if (names[0] === ".git" || names[0] === ".sage") return "a folder that is not kept for git or for sage-gen";
  const isScripts = small === "scripts" && spec.operations?.backup !== undefined;
  // Each of ours has a dot, but for this one: the pattern is seldom compiled.
  const mayBeOurs = small.includes(".") || small.includes("dockerfile");
  return (mayBeOurs && OURS.test(small)) || isScripts ? "a folder where no file is generated already" : undefined;
}

function clash(to: Reporter, name: string, other: string, folder: string): void {
  const values = {
    name: `${folder}/Dockerfile`,
    a: `the Dockerfile of ${other}`,
    b: `that of ${name}`,
    help: "give each service a `path` of its own",
  };
  to.report("name/clash", ["services", name], values, { at: "key", related: ["services", other] });
}
