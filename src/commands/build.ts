// sage-gen build: compiles each spec and writes what it makes.
import { Command } from "@oclif/core/command";
import * as Flags from "@oclif/core/flags";
import { TARGETS } from "#schema/draft.ts";
import { formatFlags, formatOf, outFlags, specFlags } from "./flags.ts";

export default class Build extends Command {
  static override summary = "Write what a spec makes: infrastructure, pipelines, containers, scripts and documents.";
  static override description =
    "Files that are as they should be are not touched. A file that was edited by hand, or that sage-gen did not write, " +
    "refuses the build; then nothing is written.";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> --spec spec/sage.yaml --out out --dry-run",
    "<%= config.bin %> <%= command.id %> --only github docker",
  ];
  static override flags = {
    ...specFlags,
    ...outFlags,
    only: Flags.option({
      options: TARGETS,
      multiple: true,
      helpValue: "TARGET",
      summary: "Build these targets alone; the files of others stay as they are.",
    })(),
    "dry-run": Flags.boolean({ summary: "Say what would be written, and write nothing." }),
    force: Flags.boolean({ summary: "Overwrite files that were edited by hand or are not sage-gen's." }),
    list: Flags.boolean({ summary: "Name the files too that are as they should be." }),
    ...formatFlags,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Build);
    const { loadSpecs } = await import("#src/load.ts");
    const { give } = await import("./answer.ts");
    const { planAll, told } = await import("./output.ts");
    const { answerTo, write } = await import("./outcome.ts");
    const writes = !flags["dry-run"];
    const options = { only: flags.only, force: flags.force, writes };
    const planned = [];
    for (const one of planAll(loadSpecs(flags.spec, process.cwd(), flags.shard), flags.out, options, process.cwd())) {
      if (writes) write([one]);
      planned.push(told(one));
    }
    give(answerTo(planned, flags["dry-run"] ? "dry-run" : "build", flags.list), formatOf(flags));
  }
}
