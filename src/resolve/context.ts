// What every part of resolve works with: the merged spec of one environment, where its values come from, and a place
// to report findings.
import type { Finding } from "#schema/finding.ts";
import { originOf } from "#schema/origin.ts";
import type { Path } from "#schema/path.ts";
import { isWithin } from "#schema/path.ts";
import type { Overlay, Spec } from "#schema/spec.ts";

/** Takes findings; the same cause (code and place) is told once. */
export interface Reporter {
  report(code: Finding["code"], path: Path, values: Finding["values"], more?: Pick<Finding, "at" | "related">): void;
  readonly findings: readonly Finding[];
  /** The places that check left out, with findings of their own. */
  readonly lost: readonly Path[];
}

/** One environment: its name, its spec with the overlay merged in, and the way back to the user's lines. */
export interface Context extends Reporter {
  readonly name: string;
  readonly spec: Spec;
  readonly own: Overlay;
  /** Leaves that the overlay sets, relative to the root. */
  readonly overlay: readonly Path[];
  /** Where the user set a value: in the overlay if that has it, else in the base. */
  origin(path: Path): Path;
}

/** A reporter without findings. What follows from places that check has `lost` is not told: its cause was. */
export function reporter(lost: readonly Path[]): Reporter {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  const names = new Set(lost.map((path) => String(path[path.length - 1])));
  const gone = (path: Path): boolean => lost.some((one) => one.length > 0 && isWithin(path, one));
  return {
    findings,
    lost,
    report(code, path, values, more) {
      const cause = JSON.stringify([code, path]);
      const key = values["key"];
      const follows =
        gone(path) ||
        (more?.related !== undefined && gone(more.related)) ||
        (key !== undefined && gone([...path, key]));
      const named = [values["got"], values["name"]].some((name) => name !== undefined && names.has(name));
      if (seen.has(cause) || follows || named) return;
      seen.add(cause);
      findings.push({ code, path, values, ...more });
    },
  };
}

/** The context of one environment. */
export function contextOf(name: string, spec: Spec, own: Overlay, overlay: readonly Path[], to: Reporter): Context {
  const { findings, lost, report } = to;
  const origin = (path: Path): Path => originOf({ name, overlay }, path);
  return { findings, lost, report, name, spec, own, overlay, origin };
}
