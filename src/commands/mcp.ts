// sage-gen mcp: the commands for an assistant, over the Model Context Protocol on standard streams.
import { Command } from "@oclif/core/command";
import * as Flags from "@oclif/core/flags";

export default class Mcp extends Command {
  static override summary =
    "Serve validate, build, diff, explain and diagnose to an assistant, by the Model Context Protocol.";
  static override description =
    "Speaks the protocol on standard input and output until the client ends it. Paths stay in the folder that it is " +
    "started in. It writes nothing, and `build` only says what it would write, unless it is started with --write.";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> --write",
    "claude mcp add sage-gen -- npx <%= config.bin %> <%= command.id %>",
  ];
  static override flags = { write: Flags.boolean({ summary: "Let `build` write." }) };

  async run(): Promise<void> {
    const { flags } = await this.parse(Mcp);
    const { serve } = await import("./serving.ts");
    await serve({ home: this.config.root, cwd: process.cwd(), writes: flags.write });
  }
}
