// Draws an environment of a spec, and says where the picture is.
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Graph } from "#schema/graph.ts";
import { nearest } from "#schema/nearest.ts";
import { compile } from "#src/compile.ts";
import { type SpecFile, shown } from "#src/load.ts";
import { picture } from "#src/picture.ts";
import { trouble } from "#src/report/fault.ts";
import { human } from "#src/report/human.ts";
import { json } from "#src/report/json.ts";
import { paintFor } from "#src/report/paint.ts";
import { reading, unreadable, verdict } from "./reading.ts";
import { ERROR, isTerminal, say } from "./say.ts";

/** What the flags of `graph` say. */
export interface Wish {
  readonly environment?: string | undefined;
  readonly format: "mermaid" | "svg";
  readonly output?: string | undefined;
  readonly json: boolean;
}

/** Draws, and writes to the file or to standard output. Throws where there is no such environment. */
export async function draw(spec: SpecFile, wish: Wish): Promise<void> {
  const compiled = spec.finding ? undefined : compile(spec.text, spec.source, []);
  const found = compiled ? reading(spec, compiled) : unreadable(spec, spec.finding as NonNullable<typeof spec.finding>);
  if (!compiled?.model) return refuse(found, wish);
  const graph = chosen(compiled.graphs, wish.environment);
  const text = await textOf(graph, wish.format);
  const { diagnostics } = found;
  if (wish.output !== undefined) writeFileSync(resolve(wish.output), text);
  const { environment } = graph;
  if (wish.json) say(json({ ok: true, diagnostics, environment, format: wish.format, picture: text }));
  else if (wish.output === undefined) say(text);
  else say(`wrote ${shown(resolve(wish.output), process.cwd())}: ${environment}\n`);
}

/** The report stands on standard error, because standard output is for the picture alone. */
function refuse(found: ReturnType<typeof reading>, wish: Wish): void {
  process.exitCode = 1;
  const { diagnostics, text } = found;
  if (wish.json) {
    say(json({ ok: false, diagnostics }));
    return;
  }
  const paint = paintFor(isTerminal(ERROR), process.env);
  say(`${human(diagnostics, text, paint)}\n${verdict(found, paint)}`, ERROR);
}

function chosen(graphs: readonly Graph[], name: string | undefined): Graph {
  const graph = name === undefined ? graphs.at(-1) : graphs.find(({ environment }) => environment === name);
  if (graph) return graph;
  const names = graphs.map(({ environment }) => environment);
  const near = nearest(name ?? "", names);
  const help = near === undefined ? `there are ${names.join(", ")}` : `did you mean ${near}?`;
  throw trouble(`--environment ${name ?? ""}: there is no such environment`, help);
}

/** Each way of drawing is loaded when it is asked for: the SVG's layout is no small thing. */
async function textOf(graph: Graph, format: Wish["format"]): Promise<string> {
  if (format === "svg") return (await import("#src/picture/svg.ts")).svg(picture(graph));
  const { mermaid } = await import("#src/picture/mermaid.ts");
  return `${mermaid(picture(graph))
    .map(({ text }) => text)
    .join("\n")}\n`;
}
