// Paths that an assistant names stay in the folder that the server was started in, wherever links lead.
import { existsSync, realpathSync } from "node:fs";
import { dirname, resolve, sep } from "node:path";
import { trouble } from "#src/report/fault.ts";

/** The path as it was given. Throws where it leads out of `cwd`; what is not there yet is judged by what it would lie in. */
export function confined(path: string, cwd: string): string {
  // A pattern is judged by the folders before it, and what it finds by itself.
  const fixed = path.replace(/[*?[{!].*$/s, "");
  const place = realPlace(resolve(cwd, fixed));
  const home = realpathSync(cwd);
  if (
    !path.includes("\u0000") &&
    !/(?:^|[/\\])\.\.(?:[/\\]|$)/.test(path) &&
    `${place}${sep}`.startsWith(`${home}${sep}`)
  )
    return path;
  throw trouble(`${path}: it lies outside of the folder that sage-gen serves`, "name a path below that folder");
}

/** Where a path leads, with links followed as far as there is anything. */
export function realPlace(place: string): string {
  if (existsSync(place)) return realpathSync(place);
  const above = dirname(place);
  return above === place ? place : resolve(realPlace(above), place.slice(above.length).replace(/^[/\\]/, ""));
}
