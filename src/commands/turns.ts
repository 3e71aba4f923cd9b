// Whose turn it is among specs that are done side by side, so that it comes to the same as one after the other: of two that
// claim a folder the first has it, folders that lie in one another are taken in the order of the specs, and of several
// faults the first one counts.

/** A spec that was handed out, and where it means to write, if it has claimed that. */
interface Run {
  readonly claimed?: { readonly root: string; readonly real: string };
  /** Tells whether the folder is free; gone when it was told. */
  readonly tell?: (isFree: boolean) => void;
}

/** The turns of so many specs, by their numbers from 0. */
export interface Turns {
  /** The next spec; none after the last one, and none after a fault. */
  readonly next: () => number | undefined;
  /** Claims an output folder, as it is named and as links lead; `tell` is called when all before it let it. */
  readonly claim: (spec: number, root: string, real: string, tell: (isFree: boolean) => void) => void;
  readonly done: (spec: number) => void;
  readonly fail: (spec: number, error: Error) => void;
  /** Whether nothing is to come, and nothing is being written. */
  readonly isOver: () => boolean;
  /** What went wrong with the first of the specs with which anything did. */
  readonly fault: () => Error | undefined;
}

export function turnsOf(count: number): Turns {
  const runs = new Map<number, Run>();
  const roots = new Set<string>();
  let handed = 0;
  let failed: { readonly spec: number; readonly error: Error } | undefined;

  const isCut = (spec: number): boolean => failed !== undefined && spec > failed.spec;
  const mayEnter = (spec: number, real: string): boolean =>
    !isCut(spec) &&
    [...runs].every(([other, { claimed }]) => other >= spec || (claimed !== undefined && !overlap(claimed.real, real)));
  const settle = (): void => {
    for (const [spec, { claimed, tell }] of runs) {
      if (!claimed || !tell || !mayEnter(spec, claimed.real)) continue;
      runs.set(spec, { claimed });
      const isFree = !roots.has(claimed.root);
      roots.add(claimed.root);
      tell(isFree);
    }
  };
  return {
    next: () => {
      if (failed || handed === count) return undefined;
      runs.set(handed, {});
      return handed++;
    },
    claim: (spec, root, real, tell) => {
      runs.set(spec, { claimed: { root, real }, tell });
      settle();
    },
    done: (spec) => {
      runs.delete(spec);
      settle();
    },
    fail: (spec, error) => {
      runs.delete(spec);
      if (!isCut(spec)) failed = { spec, error };
      settle();
    },
    isOver: () =>
      (failed !== undefined || handed === count) &&
      // What comes after a fault and has not begun to write is not waited for.
      [...runs].every(([spec, { claimed, tell }]) => isCut(spec) && (!claimed || tell !== undefined)),
    fault: () => failed?.error,
  };
}

/** Whether one folder is the other or lies in it, on a disk that may not tell capitals or accents apart. */
function overlap(a: string, b: string): boolean {
  const [one, other] = [a, b].map(
    (path) => `${path.normalize().toLowerCase().replaceAll("\\", "/").replace(/\/$/, "")}/`,
  );
  return one !== undefined && other !== undefined && (one.startsWith(other) || other.startsWith(one));
}
