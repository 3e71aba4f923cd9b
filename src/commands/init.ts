// sage-gen init: a first spec that builds, with comments that teach.
import * as Args from "@oclif/core/args";
import { Command } from "@oclif/core/command";
import * as Flags from "@oclif/core/flags";
import { formatFlags, formatOf } from "./flags.ts";

export default class Init extends Command {
  static override summary = "Write a first sage.yaml, which builds as it is.";
  static override description =
    "Looks at the folder (package manager, framework, Prisma, ports, Dockerfiles, git remote), proposes what it found, and " +
    "asks what no flag says; where nobody can be asked it asks nothing. What it writes builds there as it is, beside " +
    "your own files. A spec that is there already is never overwritten.";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> --from docker-compose.yml --yes",
    "<%= config.bin %> <%= command.id %> shop --region eu-central-1 --service api:3000 --service worker --database --yes",
  ];
  static override args = { dir: Args.string({ description: "The folder that it is for.", default: "." }) };
  static override flags = {
    project: Flags.string({
      aliases: ["name"],
      helpValue: "NAME",
      summary: "The product's name; default: the folder's.",
    }),
    region: Flags.string({ helpValue: "REGION", summary: "The AWS region; default: us-east-1." }),
    service: Flags.string({
      helpValue: "NAME[:PORT]",
      multiple: true,
      summary:
        "A service; without a port it is a worker. The first one with a port is public. Default: what is found, or web:3000.",
    }),
    database: Flags.boolean({ allowNo: true, summary: "With a PostgreSQL database; default: where one is used." }),
    cache: Flags.boolean({ allowNo: true, summary: "With a Valkey cache; default: where one is used." }),
    repository: Flags.string({ helpValue: "OWNER/NAME", summary: "The repository on GitHub, to have pipelines." }),
    branch: Flags.string({ helpValue: "BRANCH", summary: "The branch that is delivered; default: the remote's own." }),
    account: Flags.string({ helpValue: "DIGITS", summary: "The AWS account of production; pipelines need it." }),
    output: Flags.string({ helpValue: "DIR", summary: "Where artifacts go; default: `.`, beside your own files." }),
    from: Flags.string({
      helpValue: "FILE",
      summary: "Carry a compose file over: services, ports, environment, stores. It lists what it could not map.",
    }),
    yes: Flags.boolean({ char: "y", summary: "Ask nothing: take what is proposed." }),
    ...formatFlags,
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Init);
    const { begin } = await import("./begin.ts");
    const { give } = await import("./answer.ts");
    const format = formatOf(flags);
    const isAsking = !flags.yes && format === "human" && process.stdin.isTTY && process.stdout.isTTY;
    give(await begin(args.dir, flags, isAsking), format);
  }
}
