// sage-gen check: is the output what the spec makes? Never writes.
import { Command } from "@oclif/core/command";
import * as Flags from "@oclif/core/flags";
import { formatFlags, formatOf, outFlags, specFlags } from "./flags.ts";

export default class Check extends Command {
  static override summary = "Tell whether the output is what the spec makes; write nothing.";
  static override description =
    "Exits with 1 where files are missing, stale, left over or edited by hand: a gate for CI. With --facts also where " +
    "two files disagree on a port, a name, a version or a right.";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> --spec spec/sage.yaml --out out --format github",
    "<%= config.bin %> <%= command.id %> --facts",
  ];
  static override flags = {
    ...specFlags,
    ...outFlags,
    facts: Flags.boolean({ summary: "Read the files back, and tell what they say and whether they agree." }),
    ...formatFlags,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Check);
    const { giveEach } = await import("./each.ts");
    await giveEach({ verb: "check", ...flags }, formatOf(flags));
  }
}
