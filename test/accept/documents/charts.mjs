// Gives each chart of the JSON list on standard input to Mermaid's own parser, and prints what it says of it.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

const packages = createRequire(`${process.argv[2]}/`);
const { JSDOM } = packages("jsdom");
const { window } = new JSDOM("");
Object.assign(globalThis, { window, document: window.document });
const { default: mermaid } = await import(pathToFileURL(packages.resolve("mermaid")).href);

const answers = [];
for (const chart of JSON.parse(await text(process.stdin))) {
  try {
    answers.push((await mermaid.parse(chart)).diagramType);
  } catch (error) {
    answers.push(`refused: ${error.message}`);
  }
}
process.stdout.write(JSON.stringify(answers), () => process.exit(0));
