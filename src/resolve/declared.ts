// What an environment overlays must be declared outside: services, alarms, and whole sections.
import { nearest } from "#schema/nearest.ts";
import type { Path } from "#schema/path.ts";
import type { Overlay, Spec } from "#schema/spec.ts";
import type { Reporter } from "./context.ts";

/** Maps of names whose entries an overlay changes and never adds, and how a reader calls one. */
const NAMED: readonly (readonly [Path, string])[] = [
  [["services"], "this service"],
  [["alerts", "alarms"], "this alarm"],
];

/** Sections that an overlay changes and never adds. */
const SECTIONS: readonly (readonly [Path, string])[] = [
  [["database"], "the database"],
  [["cache"], "the cache"],
  [["alerts"], "the section"],
  [["operations"], "the section"],
  [["operations", "backup"], "the backup"],
];

/** Reports what one overlay changes without its being there. False: the overlay can't be merged. */
export function declared(to: Reporter, spec: Spec, environment: string, overlay: Overlay): boolean {
  // What follows from a place left out is not told, and can't be merged either.
  let fits = true;
  for (const [path, what] of SECTIONS) {
    if (
      read(overlay, path) === undefined ||
      read(spec, path) !== undefined ||
      read(spec, path.slice(0, -1)) === undefined
    )
      continue;
    fits = false;
    report(to, environment, path, what, "");
  }
  for (const [path, what] of NAMED) {
    const known = Object.keys(read(spec, path) ?? {});
    for (const name of Object.keys(read(overlay, path) ?? {})) {
      if (known.includes(name) || read(spec, path) === undefined) continue;
      fits = false;
      report(to, environment, [...path, name], what, nearest(name, known) ?? "");
    }
  }
  return fits;
}

function report(to: Reporter, environment: string, path: Path, what: string, near: string): void {
  const key = String(path[path.length - 1]);
  to.report(
    "environment/unknown-key",
    ["environments", environment, ...path],
    { key, undeclared: what, near, parent: "", known: "", elsewhere: "" },
    { at: "key" },
  );
}

function read(data: unknown, path: Path): object | undefined {
  const found = path.reduce<unknown>(
    (node, key) =>
      typeof node === "object" && node !== null ? (node as Record<string, unknown>)[String(key)] : undefined,
    data,
  );
  return typeof found === "object" && found !== null ? found : undefined;
}
