// Judgement of specs, without anything that they make.
import type { SpecFile } from "#src/load.ts";
import { coloured, plain } from "#src/report/paint.ts";
import { read, verdict } from "./reading.ts";
import { remaining, type Task, type Told } from "./task.ts";

/** Judges one spec after the other, and tells of each. */
export async function* validate(specs: Iterable<SpecFile>, { telling }: Task): AsyncGenerator<Told> {
  for (const spec of specs) {
    const reading = await read(spec);
    yield {
      ok: reading.model !== undefined,
      reading: remaining(reading),
      files: [],
      annotations: "",
      closing: verdict(reading, telling.isColoured ? coloured : plain),
    };
  }
}
