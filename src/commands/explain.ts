// sage-gen explain: what a code means, what a key of the spec means and makes, and which lines of the spec made a line.
import * as Args from "@oclif/core/args";
import { Command } from "@oclif/core/command";
import * as Flags from "@oclif/core/flags";
import { formatFlags, formatOf, outFlags, specFlags } from "./flags.ts";
import { say } from "./say.ts";

export default class Explain extends Command {
  static override summary =
    "Say what a code, a key of the spec or a generated line is about; without one, list the codes.";
  static override description =
    "CODE: why it is refused, and what is right. SPEC.PATH: its meaning, type and default, and every line that it makes. " +
    "FILE:LINE: the lines of the spec behind a generated line.";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> network/too-few-zones",
    "<%= config.bin %> <%= command.id %> database.storage",
    "<%= config.bin %> <%= command.id %> --defaults",
    "<%= config.bin %> <%= command.id %> out/infra/index.ts:12",
    "tsc -p out/infra | <%= config.bin %> <%= command.id %> --map",
  ];
  static override args = {
    about: Args.string({
      ignoreStdin: true,
      description: "A finding's code, a path of the spec, or a generated file and a line.",
    }),
  };
  static override flags = {
    ...specFlags,
    ...outFlags,
    defaults: Flags.boolean({
      summary: "List every path that the spec leaves out, with the value that holds, its unit and why.",
    }),
    map: Flags.boolean({
      summary: "Read another tool's output, and add the spec's lines to the places that it names.",
    }),
    ...formatFlags,
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Explain);
    if (flags.map) {
      const { mapInput } = await import("./mapping.ts");
      say(await mapInput(flags.spec, process.cwd()));
      return;
    }
    const { explained } = await import("./explaining.ts");
    const { give } = await import("./answer.ts");
    const question = { home: this.config.root, named: flags.spec, out: flags.out, cwd: process.cwd() };
    give(await explained(args.about, flags.defaults, question), formatOf(flags));
  }
}
