// sage-gen build: compiles each spec and writes what it makes.
import { Command } from "@oclif/core/command";
import * as Flags from "@oclif/core/flags";
import { TARGETS } from "#schema/draft.ts";
import type { Order } from "./building.ts";
import { type Format, formatFlags, formatOf, outFlags, specFlags } from "./flags.ts";

export default class Build extends Command {
  static override summary = "Write what a spec makes: infrastructure, pipelines, containers, scripts and documents.";
  static override description =
    "Files that are as they should be are not touched. A file that was edited by hand, or that sage-gen did not write, " +
    "refuses the build; then nothing is written.";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> --spec spec/sage.yaml --out out --dry-run",
    "<%= config.bin %> <%= command.id %> --only github docker",
    "<%= config.bin %> <%= command.id %> --watch",
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
    watch: Flags.boolean({
      char: "w",
      summary: "Build again whenever the spec is saved, until Ctrl-C; with --json, one document a line for each build.",
    }),
    list: Flags.boolean({ summary: "Name the files too that are as they should be." }),
    ...formatFlags,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Build);
    const order = { ...flags, only: flags.only, isDry: flags["dry-run"] };
    const format = formatOf(flags);
    if (flags.watch) return watchFrom(order, format);
    const { giveEach } = await import("./each.ts");
    await giveEach({ verb: "build", ...order }, format);
  }
}

async function watchFrom(order: Order, format: Format): Promise<void> {
  if (format === "github") {
    const { trouble } = await import("#src/report/fault.ts");
    throw trouble("--watch with --format github: a log of GitHub has an end", "--format human or json");
  }
  const { watchAndBuild } = await import("./watching.ts");
  await watchAndBuild(order, process.cwd(), format);
}
