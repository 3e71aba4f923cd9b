// What building or checking came to: the writing itself, and the answer about it.
import type { Step } from "#schema/plan.ts";
import { apply } from "#src/disk.ts";
import { changes, counts, isFresh } from "#src/report/changes.ts";
import { isRefused } from "#src/report/diagnose.ts";
import { command } from "#src/report/github.ts";
import { counted } from "#src/report/human.ts";
import type { Paint } from "#src/report/paint.ts";
import type { Answer } from "./answer.ts";
import type { Planned } from "./output.ts";
import { verdict } from "./reading.ts";

/** What was asked for: writing, saying what would be written, or saying whether anything would be. */
type Mode = "build" | "dry-run" | "check";

/** Writes every plan, unless one of the specs or outputs refuses. Throws the system's error where it can't. */
export function write(all: readonly Planned[]): void {
  if (all.some(isRefusedOne)) return;
  for (const { root, plan } of all) if (plan) apply(root, plan);
}

/** The answer about these plans; `list` names the files too that are as they should be. */
export function answerTo(all: readonly Planned[], mode: Mode, list = false): Answer {
  const refused = all.some(isRefusedOne);
  const stale = all.some(({ plan }) => plan && !isFresh(plan.steps));
  const files = all.flatMap(({ reading, plan }) => {
    const spec = all.length > 1 ? { spec: reading.spec.file } : {};
    return (plan?.steps ?? []).map(({ path, target, action }) => ({ path, target, action, ...spec }));
  });
  return {
    ok: !refused && !(mode === "check" && stale),
    readings: all.map(({ reading }) => reading),
    fields: { files },
    annotations: mode === "check" ? all.flatMap(staleFiles).join("") : "",
    closing: (paint) => all.map((one) => closing(one, { mode, refused, list }, paint)).join("\n"),
  };
}

function isRefusedOne({ reading, plan }: Planned): boolean {
  return plan === undefined || isRefused(reading.diagnostics);
}

interface Asked {
  readonly mode: Mode;
  readonly refused: boolean;
  readonly list: boolean;
}

function closing(one: Planned, { mode, refused, list }: Asked, paint: Paint): string {
  const { reading, folder, plan } = one;
  if (!plan) return verdict(reading, paint);
  const named = `${reading.spec.file} → ${folder}\n${changes(plan.steps, list, paint)}`;
  if (isFresh(plan.steps)) {
    const fresh = `${paint("good", `${folder} is up to date`)}: ${counted(plan.steps.length, "file")}\n`;
    return list ? named + fresh : fresh;
  }
  const told = `${named}${counts(plan.steps)}\n`;
  if (refused) return `${told}${paint("error", "nothing was written")}\n`;
  if (mode === "check") return `${told}${paint("error", `${folder} is stale`)}: run \`sage-gen build\`\n`;
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

function staleFiles({ folder, plan }: Planned): string[] {
  const stale = (plan?.steps ?? []).filter(({ action }) => ["create", "update", "delete"].includes(action));
  const words = { create: "is missing", update: "is stale", delete: "is left over" } as Readonly<
    Record<string, string>
  >;
  return stale.map(({ path, action }) => {
    const file = folder === "." ? path : `${folder}/${path}`;
    return `${command("error", { file, title: "sage-gen check" }, `${file} ${words[action] ?? ""}: run sage-gen build`)}\n`;
  });
}
