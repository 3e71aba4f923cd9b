// No run hurts a repository: builds by the real command, stopped while they write. A whole run stops at every call in
// every way, and kills at chance times; a quick one stops at every seventeenth call in one way.
import { chanceOf } from "./chance.ts";
import type { Outcome, Part, Size } from "./part.ts";
import { calls, forget, type How, kill, type Scene, sceneOf, stop } from "./stops/scene.ts";

const WAYS: readonly How[] = ["before", "half", "after", "EIO", "ENOSPC", "EACCES", "EROFS"];
/** Chance kills of a scene, and the longest that a build may be left alone, in milliseconds. */
const KILLS: Readonly<Record<Size, number>> = { quick: 2, whole: 200 };
const LONGEST = 600;

export const stops: Part = {
  name: "stops",
  async run(size, tell): Promise<Outcome> {
    const scenes = [
      sceneOf("a first build", undefined, "minimal"),
      sceneOf("a build over another", "one-environment", "two-public-and-a-worker"),
    ];
    const lost: string[] = [];
    const lose = (faults: readonly string[]): void => {
      lost.push(...faults);
      for (const fault of faults) tell(fault);
    };
    const counts = { "kills at a call": 0, "faults at a call": 0, "kills at chance times": 0 };
    for (const scene of scenes) {
      for (const [at, how] of await placesOf(scene, size)) {
        lose(await stop(scene, at, how));
        counts[isFault(how) ? "faults at a call" : "kills at a call"] += 1;
        const stops = counts["faults at a call"] + counts["kills at a call"];
        if (stops % 100 === 0) tell(`${stops} stops, ${lost.length} lost`);
      }
      const chance = chanceOf(counts["kills at a call"]);
      for (let many = 0; many < KILLS[size]; many += 1) {
        lose(await kill(scene, 1 + chance.upTo(LONGEST)));
        counts["kills at chance times"] += 1;
      }
      forget(scene);
    }
    return { counts, lost };
  },
};

/** Whether the system refuses the call; else the process is killed around it. */
const isFault = (how: How): boolean => how.startsWith("E");

/** Where a build is stopped, and how. */
async function placesOf(scene: Scene, size: Size): Promise<readonly (readonly [at: number, how: How])[]> {
  const all = Array.from({ length: await calls(scene) }, (_, index) => index + 1);
  if (size === "whole") return all.flatMap((at) => WAYS.map((how) => [at, how] as const));
  const some = all.filter((at) => at % 17 === 1);
  return some.map((at, index) => [at, WAYS[index % WAYS.length] ?? "before"] as const);
}
