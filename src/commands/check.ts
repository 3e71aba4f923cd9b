// sage-gen check: is the output what the spec makes? Never writes.
import { Command } from "@oclif/core/command";
import { formatFlags, formatOf, outFlags, specFlags } from "./flags.ts";

export default class Check extends Command {
  static override summary = "Tell whether the output is what the spec makes; write nothing.";
  static override description =
    "Exits with 1 where files are missing, stale, left over or edited by hand: a gate for CI.";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> --spec spec/sage.yaml --out out --format github",
  ];
  static override flags = { ...specFlags, ...outFlags, ...formatFlags };

  async run(): Promise<void> {
    const { flags } = await this.parse(Check);
    const { loadSpecs } = await import("#src/load.ts");
    const { give } = await import("./answer.ts");
    const { planAll } = await import("./output.ts");
    const { answerTo } = await import("./outcome.ts");
    const planned = planAll(loadSpecs(flags.spec, process.cwd()), flags.out, {}, process.cwd());
    give(answerTo(planned, "check"), formatOf(flags));
  }
}
