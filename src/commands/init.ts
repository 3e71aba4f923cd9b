// sage-gen init: a first spec that builds, with comments that teach.
import * as Args from "@oclif/core/args";
import { Command } from "@oclif/core/command";
import * as Flags from "@oclif/core/flags";
import { formatFlags, formatOf } from "./flags.ts";

export default class Init extends Command {
  static override summary = "Write a first sage.yaml, which builds as it is.";
  static override description =
    "What is not said by a flag has a default. A spec that is there already is never overwritten.";
  static override examples = [
    "<%= config.bin %> <%= command.id %> --yes",
    "<%= config.bin %> <%= command.id %> shop --region eu-central-1 --service api:3000 --service worker --database --yes",
  ];
  static override args = { dir: Args.string({ description: "The folder that it is for.", default: "." }) };
  static override flags = {
    project: Flags.string({
      aliases: ["name"],
      helpValue: "NAME",
      summary: "The product's name; default: the folder's.",
    }),
    region: Flags.string({ helpValue: "REGION", default: "us-east-1", summary: "The AWS region." }),
    service: Flags.string({
      helpValue: "NAME[:PORT]",
      multiple: true,
      summary: "A service; without a port it is a worker. The first one with a port is public. Default: web:3000.",
    }),
    database: Flags.boolean({ summary: "With a PostgreSQL database." }),
    cache: Flags.boolean({ summary: "With a Valkey cache." }),
    repository: Flags.string({ helpValue: "OWNER/NAME", summary: "The repository on GitHub, to have pipelines." }),
    account: Flags.string({ helpValue: "DIGITS", summary: "The AWS account of production; pipelines need it." }),
    yes: Flags.boolean({ char: "y", summary: "Ask nothing." }),
    ...formatFlags,
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Init);
    const { begin } = await import("./begin.ts");
    const { give } = await import("./answer.ts");
    give(await begin(args.dir, flags), formatOf(flags));
  }
}
