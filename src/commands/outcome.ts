// What building or checking one spec came to: the writing itself, and what is told of it.
import type { Step } from "#schema/plan.ts";
import { apply } from "#src/disk.ts";
import { changes, counts, isFresh } from "#src/report/changes.ts";
import { counted, isRefused } from "#src/report/tally.ts";
import { command } from "#src/report/github.ts";
import { below, edits, standingOf, standings } from "#src/report/standing.ts";
import { coloured, type Paint, plain } from "#src/report/paint.ts";
import type { Planned } from "./output.ts";
import { verdict } from "./reading.ts";
import { remaining, type Task, type Told } from "./task.ts";

/** What a spec may be asked: writing, saying what would be written, or saying whether anything would be. */
type Mode = "build" | "dry-run" | "check";

/** Writes each plan, whole, unless its own spec or output refuses. Throws the system's error where it can't. */
export function write(all: Iterable<Planned>): void {
  for (const one of all) if (one.plan && !isRefusedOne(one)) apply(one.root, one.plan);
}

/** What is told of one plan. */
export function toldOf(one: Planned, mode: Mode, { list, telling }: Pick<Task, "list" | "telling">): Told {
  const { reading, plan } = one;
  const { format, isColoured, isOne } = telling;
  const isStale = mode === "check" && plan !== undefined && !isFresh(plan.steps);
  return {
    ok: !isRefusedOne(one) && !isStale,
    reading: remaining(reading),
    files: format === undefined || format === "json" ? filesOf(one, isOne) : [],
    annotations: mode === "check" ? staleFiles(one).join("") : "",
    closing: format === "json" ? "" : closing(one, { mode, list }, isColoured ? coloured : plain),
  };
}

/** The files of a plan as a program is told of them. */
function filesOf({ reading, plan }: Planned, isOne: boolean): readonly object[] {
  const spec = isOne ? {} : { spec: reading.spec.file };
  return (plan?.steps ?? []).map(({ path, target, action, edit }) => {
    return {
      path,
      target,
      action,
      ...spec,
      ...(edit ? { difference: edit.diff, key: edit.key, override: edit.keeping } : {}),
    };
  });
}

function isRefusedOne({ reading, plan }: Planned): boolean {
  return plan === undefined || isRefused(reading.diagnostics);
}

interface Asked {
  readonly mode: Mode;
  readonly list: boolean;
}

function closing(one: Planned, { mode, list }: Asked, paint: Paint): string {
  const { reading, folder, plan } = one;
  if (!plan) return verdict(reading, paint);
  const named = `${reading.spec.file} → ${folder}\n${list || mode !== "check" ? changes(plan.steps, list, paint) : ""}`;
  if (isFresh(plan.steps)) {
    const fresh = `${paint("good", `${folder} is up to date`)}: ${counted(plan.steps.length, "file")}\n`;
    return list ? named + fresh : fresh;
  }
  const told = `${named}${counts(plan.steps)}\n`;
  if (mode === "check") {
    const lines = standings(plan.steps, folder, paint);
    return `${named}${lines}${paint("error", `${folder} is not what the spec makes`)}: ${counts(plan.steps)}\n`;
  }
  if (isRefusedOne(one)) return `${edits(plan.steps, folder, paint)}${told}${paint("error", "nothing was written")}\n`;
  if (mode === "dry-run") return `${told}nothing was written: --dry-run\n`;
  return told + next(one, plan.steps);
}

/** What to do with a first output: read what it is, then commit it. */
function next({ folder, reading }: Planned, steps: readonly Step[]): string {
  if (!steps.some(({ path, action }) => path === ".sage/manifest.json" && action === "create")) return "";
  const guide = steps.find(({ target, path }) => target === "docs" && path.endsWith(".md"))?.path;
  const read = guide === undefined ? "" : `read ${folder === "." ? guide : `${folder}/${guide}`}, then `;
  return `next: ${read}commit ${folder === "." ? "the files" : folder} together with ${reading.spec.file}\n`;
}

/** Annotations for what is no finding: files that a build would simply write or remove. */
function staleFiles({ folder, plan }: Planned): string[] {
  return (plan?.steps ?? []).flatMap((step) => {
    const standing = step.action === "edited" || step.action === "foreign" ? undefined : standingOf(step);
    if (!standing) return [];
    const file = below(folder, step.path);
    return `${command("error", { file, title: "sage-gen check" }, `${file} is ${standing.word}: ${standing.advice}`)}\n`;
  });
}
