// GitHub's own reader of action.yml: prints what it finds wrong in each file as JSON.
import { readFileSync } from "node:fs";
import { NoOperationTraceWriter } from "@actions/workflow-parser";
import { convertActionTemplate, parseAction } from "@actions/workflow-parser/actions/index";

const found = {};
for (const file of process.argv.slice(2)) {
  const action = { name: file, content: readFileSync(file, "utf8") };
  const { context, value } = parseAction(action, new NoOperationTraceWriter());
  if (value !== undefined) convertActionTemplate(context, value);
  found[file] = context.errors.getErrors().map((error) => error.message);
}
process.stdout.write(JSON.stringify(found));
