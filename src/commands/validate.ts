// sage-gen validate: is the spec right? Nothing is generated, nothing is written.
import { Command } from "@oclif/core/command";
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
    const { giveEach } = await import("./each.ts");
    await giveEach({ verb: "validate", ...flags }, formatOf(flags));
  }
}
