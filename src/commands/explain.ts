// sage-gen explain: what a code means, with an example that is refused and one that is right.
import * as Args from "@oclif/core/args";
import { Command } from "@oclif/core/command";
import { formatFlags, formatOf } from "./flags.ts";

export default class Explain extends Command {
  static override summary = "Say what the code of a finding means; without a code, list them all.";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> network/too-few-zones",
  ];
  static override args = { code: Args.string({ description: "The code in a finding's brackets." }) };
  static override flags = formatFlags;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Explain);
    const { explainCode, listCodes } = await import("./explanation.ts");
    const { give } = await import("./answer.ts");
    give(args.code === undefined ? listCodes() : explainCode(args.code), formatOf(flags));
  }
}
