// sage-gen schema: the JSON Schema of the spec, for editors.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "@oclif/core/command";
import { formatFlags } from "./flags.ts";
import { say } from "./say.ts";

export default class Schema extends Command {
  static override summary = "Print the JSON Schema of the spec, for editors.";
  static override description =
    "Save it beside the spec and name it in the spec's first line: # yaml-language-server: $schema=sage.schema.json";
  static override examples = ["<%= config.bin %> <%= command.id %> > sage.schema.json"];
  static override flags = formatFlags;

  async run(): Promise<void> {
    await this.parse(Schema);
    say(readFileSync(join(this.config.root, "schema", "sage.schema.json"), "utf8"));
  }
}
