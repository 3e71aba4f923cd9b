// sage-gen diff: what a change of the spec does in AWS, told without any credential.
import { Command } from "@oclif/core/command";
import * as Flags from "@oclif/core/flags";
import { formatFlags } from "./flags.ts";

const FORMATS = ["human", "json", "github", "markdown"] as const;
const LIMITS = ["update", "downtime", "replace", "data-loss"] as const;

export default class Diff extends Command {
  static override summary =
    "Say what a change of the spec does in AWS: what is created, replaced, deleted, and at whose cost.";
  static override description =
    "Compiles both specs and compares the resources of every environment. It asks neither AWS nor Pulumi, needs no " +
    "credential and no network; what was changed in AWS by hand it does not know.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> --base main",
    "<%= config.bin %> <%= command.id %> --base origin/main --format markdown > comment.md",
    "<%= config.bin %> <%= command.id %> --base before.yaml --fail-on replace",
  ];
  static override flags = {
    base: Flags.string({
      required: true,
      helpValue: "GITREF|FILE",
      summary: "What to compare with: a file, or the spec as it is at a commit.",
    }),
    spec: Flags.string({ helpValue: "FILE", summary: "The spec; default: sage.yaml, then spec/sage.yaml." }),
    "fail-on": Flags.option({
      options: LIMITS,
      helpValue: LIMITS.join("|"),
      summary: "Exit with 1 where it is as bad as this, or worse.",
    })(),
    format: Flags.option({ options: FORMATS, default: "human" as const, summary: "For whom to answer." })(),
    json: formatFlags.json,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Diff);
    const { loadSpecs } = await import("#src/load.ts");
    const { compare, tell } = await import("./comparison.ts");
    const [spec] = loadSpecs(flags.spec === undefined ? undefined : [flags.spec], process.cwd());
    if (!spec) return;
    tell(compare(spec, flags.base, process.cwd()), flags["fail-on"], flags.json ? "json" : flags.format);
  }
}
