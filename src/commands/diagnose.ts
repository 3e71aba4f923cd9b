// sage-gen diagnose: what a log tells, with the spec's own numbers: the cause, what to do now, and what to change.
import * as Args from "@oclif/core/args";
import { Command } from "@oclif/core/command";
import * as Flags from "@oclif/core/flags";
import { formatFlags, formatOf } from "./flags.ts";
import { ERROR, say } from "./say.ts";

export default class Diagnose extends Command {
  static override summary = "Say what a log tells: the cause, what to do now, and what to change in the spec.";
  static override description =
    "LOGFILE is a log of the application, of CloudWatch, ECS, RDS or Pulumi: text or JSON, also compressed by gzip; - is " +
    "standard input. It asks neither AWS nor any other service. A log that shows no known cause gets its most frequent " +
    "kinds of lines, and no guess. Exit status: 0 no known cause, 1 causes were found.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> app.log",
    "aws logs tail /ecs/sage-production/backend --since 1h | <%= config.bin %> <%= command.id %> -",
    "<%= config.bin %> <%= command.id %> export.log.gz --environment staging --patch",
  ];
  static override args = {
    logfile: Args.string({ ignoreStdin: true, default: "-", description: "The log; - is standard input." }),
  };
  static override flags = {
    spec: Flags.string({ helpValue: "FILE", summary: "The spec; default: sage.yaml, then spec/sage.yaml." }),
    environment: Flags.string({
      helpValue: "NAME",
      summary: "Which environment the log is of; default: the one that it names, else the last one.",
    }),
    patch: Flags.boolean({ summary: "Show the proposed changes of the spec, and write them into it." }),
    ...formatFlags,
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Diagnose);
    const { loadSpecs } = await import("#src/load.ts");
    const { answerTo, examine } = await import("./diagnosis.ts");
    const { give } = await import("./answer.ts");
    const [spec] = loadSpecs(flags.spec === undefined ? undefined : [flags.spec], process.cwd());
    if (!spec) return;
    if (args.logfile === "-" && process.stdin.isTTY) say("reading the log from the terminal, up to Ctrl-D\n", ERROR);
    const examined = await examine(spec, args.logfile, flags.environment, process.cwd());
    give(answerTo(examined, flags.patch), formatOf(flags));
  }
}
