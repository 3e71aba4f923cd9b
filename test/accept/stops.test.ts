// No run hurts a repository: builds by the real command, stopped at calls of their writing, killed or refused.
import { afterAll, beforeAll, expect, test } from "vitest";
import { calls, forget, type How, type Scene, sceneOf, stop } from "./stops/scene.ts";

let scenes: readonly Scene[] = [];
beforeAll(() => {
  scenes = [
    sceneOf("a first build", undefined, "minimal"),
    sceneOf("a build over another", "one-environment", "two-public-and-a-worker"),
  ];
});
afterAll(() => scenes.forEach(forget));

const WAYS: readonly How[] = ["before", "half", "after", "EIO", "ENOSPC", "EACCES", "EROFS"];
/** Every so many calls are tried, each in one way; 1 tries them all, in all ways. */
const STEP = Number(process.env["STOP_STEP"] ?? 17);

test("a build that is stopped leaves each file whole, and the next one mends the rest", async () => {
  const faults: string[] = [];
  let stops = 0;
  for (const scene of scenes) {
    const count = await calls(scene);
    expect(count).toBeGreaterThan(100);
    for (let at = 1; at <= count; at += STEP) {
      const ways = STEP === 1 ? WAYS : [WAYS[stops % WAYS.length] ?? "before"];
      for (const how of ways) {
        faults.push(...(await stop(scene, at, how)));
        stops += 1;
      }
    }
  }
  expect(faults).toEqual([]);
  expect(stops).toBeGreaterThan(20);
  console.log(`${stops} stops, ${faults.length} lost`);
});
