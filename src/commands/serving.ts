// sage-gen as a server of the Model Context Protocol: its tools described, and each answer as JSON and as words.
import { McpServer } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import * as z from "zod";
import commands from "#build/commands.json" with { type: "json" };
import { TARGETS } from "#schema/draft.ts";
import { faultOf } from "#src/report/fault.ts";
import { plain } from "#src/report/paint.ts";
import { type Answer, documentOf, textOf } from "./answer.ts";
import * as tools from "./assistant-tools.ts";
import type { Premises } from "./assistant-tools.ts";
import { ERROR, say, streamOf } from "./say.ts";

/** What every answer has; the rest is each command's own JSON document. */
const document = z.looseObject({
  ok: z.boolean().describe("True where nothing was found: what the command would exit with 0 for."),
  diagnostics: z
    .array(z.looseObject({}))
    .describe("Findings: code, severity, message, help, file, line, column, path."),
});

const spec = z
  .string()
  .optional()
  .describe("The spec, relative to the working folder; default: sage.yaml, then spec/sage.yaml.");

/** What each tool takes. */
const TAKES = {
  validate: z.object({ spec }),
  build: z.object({
    spec,
    out: z.string().optional().describe("The output folder; default: what the spec's `output` says."),
    only: z.array(z.enum(TARGETS)).optional().describe("These targets alone."),
  }),
  diff: z.object({
    spec,
    base: z.string().describe("What to compare with: a file in the working folder, or a commit, as `origin/main`."),
    failOn: z
      .enum(["update", "downtime", "replace", "data-loss"])
      .optional()
      .describe("`ok` is false where it is as bad as this, or worse."),
  }),
  explain: z.object({
    about: z
      .string()
      .optional()
      .describe(
        "A finding's code (`network/too-few-zones`), a path of the spec (`services.api.port`), or FILE:LINE of a generated file; none lists the codes.",
      ),
    defaults: z
      .boolean()
      .optional()
      .describe("List instead every path that the spec leaves out, with the value that holds."),
    spec,
  }),
  diagnose: z.object({
    spec,
    log: z.string().optional().describe("The log's file, relative to the working folder; text, JSON or gzip."),
    text: z.string().optional().describe("The log itself, instead of a file."),
    environment: z.string().optional().describe("Which environment the log is of; default: the one that it names."),
  }),
} as const;

const INSTRUCTIONS =
  "sage-gen compiles one sage.yaml into infrastructure on AWS, pipelines, containers and scripts. Judge a spec with " +
  "`validate` after each change of it; look up keys, finding codes and generated lines with `explain` before guessing; " +
  "see what a change does in AWS with `diff`; and read `build` for the files that it would write. A secret's value never " +
  "stands in a spec.";

/** Serves until the client ends it. Standard output carries the protocol alone. */
export function serve(premises: Premises): Promise<void> {
  return new Promise((resolve) => {
    streamOf();
    process.stdin.once("end", resolve);
    process.stdin.once("close", resolve);
    serveStdio(() => server(premises), { onerror: (error) => say(`error: ${error.message}\n`, ERROR) });
  });
}

function server(premises: Premises): McpServer {
  const { name, version } = commands;
  const mcp = new McpServer({ name, version, title: name }, { instructions: INSTRUCTIONS });
  const add = <Input extends z.ZodObject>(
    tool: string,
    description: string,
    inputSchema: Input,
    answer: (about: z.output<Input>, premises: Premises) => Promise<Answer>,
    writes = false,
  ): void => {
    const annotations = { readOnlyHint: !writes, destructiveHint: writes, idempotentHint: true, openWorldHint: false };
    const config = { description, inputSchema, outputSchema: document, annotations };
    mcp.registerTool(tool, config as { inputSchema: z.ZodObject }, async (about) =>
      resultOf(() => answer(about as z.output<Input>, premises)),
    );
  };
  add(
    "validate",
    "Judge a spec: everything that is wrong with it, with places and help.",
    TAKES.validate,
    tools.validate,
  );
  const does = premises.writes
    ? "Build what a spec makes, and write the files"
    : "Say which files a build would write, and write nothing";
  add(
    "build",
    `${does}: each with its action (create, update, unchanged, delete, edited, foreign).`,
    TAKES.build,
    tools.build,
    premises.writes,
  );
  add(
    "diff",
    "Say what a change of the spec does in AWS: what is created, updated, replaced or deleted, at what cost, and why.",
    TAKES.diff,
    tools.diff,
  );
  add(
    "explain",
    "Say what a finding's code, a key of the spec or a generated line means, and where it goes.",
    TAKES.explain,
    tools.explain,
  );
  add(
    "diagnose",
    "Say what a log tells, with the spec's own numbers: causes, what to do now, and a JSON Patch of the spec.",
    TAKES.diagnose,
    tools.diagnose,
  );
  return mcp;
}

/** An answer as JSON and as words; what could not be told is an error of the tool, and ends nothing. */
async function resultOf(ask: () => Promise<Answer>) {
  try {
    const answer = await ask();
    return {
      content: [{ type: "text" as const, text: textOf(answer, "human", plain) }],
      structuredContent: JSON.parse(JSON.stringify(documentOf(answer))) as Record<string, unknown>,
    };
  } catch (error) {
    const { message, help } = faultOf(error, false);
    return {
      content: [{ type: "text" as const, text: `error: ${message}${help === undefined ? "" : `\nhelp: ${help}`}` }],
      isError: true,
    };
  }
}
