// sage-gen validate: is the spec right? Nothing is generated, nothing is written.
import { Command } from "@oclif/core/command";
import type { Reading } from "./reading.ts";
import { formatFlags, formatOf, specFlags } from "./flags.ts";

export default class Validate extends Command {
  static override summary = "Judge a spec: everything that is wrong with it, in one run.";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> --spec shop/sage.yaml --format github",
  ];
  static override flags = { ...specFlags, ...formatFlags };

  async run(): Promise<void> {
    const { flags } = await this.parse(Validate);
    const { loadSpecs } = await import("#src/load.ts");
    const { read, settled, verdict } = await import("./reading.ts");
    const { give } = await import("./answer.ts");
    const readings: Reading[] = [];
    for (const spec of loadSpecs(flags.spec, process.cwd(), flags.shard)) readings.push(settled(await read(spec)));
    const ok = readings.every(({ model }) => model !== undefined);
    give(
      { ok, readings, closing: (paint) => readings.map((reading) => verdict(reading, paint)).join("") },
      formatOf(flags),
    );
  }
}
