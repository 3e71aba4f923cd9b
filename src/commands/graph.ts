// sage-gen graph: the infrastructure of an environment as a picture, for a design review or a README.
import { Command } from "@oclif/core/command";
import * as Flags from "@oclif/core/flags";
import { formatFlags } from "./flags.ts";

const FORMATS = ["mermaid", "svg"] as const;

export default class Graph extends Command {
  static override summary = "Draw what runs where and who talks to whom: zones, tiers, services, data, ports, alarms.";
  static override description =
    "Drawn from the resources that the spec makes, so that nothing in it can be out of date. Mermaid is what GitHub draws " +
    "in a Markdown file; the SVG needs nothing else, and is light or dark as the reader's page is.";
  static override examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> --environment staging --format svg --output staging.svg",
  ];
  static override flags = {
    spec: Flags.string({ helpValue: "FILE", summary: "The spec; default: sage.yaml, then spec/sage.yaml." }),
    environment: Flags.string({ helpValue: "NAME", summary: "Which environment; default: the last one delivered." }),
    format: Flags.option({ options: FORMATS, default: "mermaid" as const, summary: "How to draw it." })(),
    output: Flags.string({ helpValue: "FILE", summary: "Where to write it; default: standard output." }),
    json: formatFlags.json,
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Graph);
    const { loadSpecs } = await import("#src/load.ts");
    const { draw } = await import("./drawing.ts");
    const [spec] = loadSpecs(flags.spec === undefined ? undefined : [flags.spec], process.cwd());
    if (spec) await draw(spec, flags);
  }
}
