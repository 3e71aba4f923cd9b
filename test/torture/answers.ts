// Whatever two specs and a log are, the commands that only tell have an answer: diff, diagnose, graph and explain
// --defaults, in every format, without an error and without words that no value stands behind.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Answer } from "#src/commands/answer.ts";
import { compare, reviewed } from "#src/commands/comparison.ts";
import { explainDefaults } from "#src/commands/defaults.ts";
import { answerTo, examine } from "#src/commands/diagnosis.ts";
import { compile } from "#src/compile.ts";
import { loadSpecs, type SpecFile } from "#src/load.ts";
import { picture } from "#src/picture.ts";
import { mermaid } from "#src/picture/mermaid.ts";
import { svg } from "#src/picture/svg.ts";
import { plain } from "#src/report/paint.ts";
import { reviewMarkdown } from "#src/report/review-markdown.ts";
import { chanceOf } from "./chance.ts";
import { logsOf } from "./answers/logs.ts";
import { pairOf } from "./inputs/make.ts";
import type { Outcome, Part } from "./part.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const SIZES = { quick: 60, whole: 12_000 } as const;
/** Words that a value left behind that is none. */
const LEFT = /\bundefined\b|\[object |\bNaN\b/;

/** All that an answer says. */
const wordsOf = ({ closing, fields, annotations }: Answer): string =>
  [closing(plain), JSON.stringify(fields), annotations ?? ""].join("\n");

/** What each command says of a spec that is right, by its name. */
async function said(head: SpecFile, log: string, cwd: string): Promise<readonly (readonly [string, string])[]> {
  const compared = compare(head, "base.yaml", cwd);
  const { graphs } = compile(head.text, head.source, []);
  const drawn = graphs.map((graph) => picture(graph));
  return [
    ["diff", wordsOf(reviewed(compared, undefined)) + (compared.review ? reviewMarkdown(compared.review) : "")],
    ["diagnose", wordsOf(answerTo(await examine(head, { text: log }, undefined, cwd), false))],
    ["explain --defaults", wordsOf(await explainDefaults(ROOT, ["sage.yaml"], cwd))],
    [
      "graph",
      drawn
        .map(
          (one) =>
            svg(one) +
            mermaid(one)
              .map(({ text }) => text)
              .join("\n"),
        )
        .join("\n"),
    ],
  ];
}

export const answers: Part = {
  name: "answers",
  async run(size, tell): Promise<Outcome> {
    const cwd = mkdtempSync(join(tmpdir(), "sage-gen-answers-"));
    const lost: string[] = [];
    const lose = (loss: string): void => {
      lost.push(loss);
      tell(loss);
    };
    let pairs = 0;
    const logs = logsOf();
    for (let number = 0; number < SIZES[size]; number++) {
      const [base, head] = pairOf(number);
      // With every file: an override of one is refused where there is no such file.
      if ([base, head].some((text) => compile(text, "sage.yaml").artifacts.length === 0)) continue;
      pairs += 1;
      writeFileSync(join(cwd, "base.yaml"), base);
      writeFileSync(join(cwd, "sage.yaml"), head);
      const [spec] = loadSpecs(["sage.yaml"], cwd);
      const log = chanceOf(number).of(logs);
      try {
        for (const [command, words] of spec ? await said(spec, log, cwd) : []) {
          const left = LEFT.exec(words);
          if (left && !LEFT.test(base + head + log))
            lose(`pair ${number}: ${command} says ${around(words, left.index)}`);
        }
      } catch (error) {
        lose(`pair ${number}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
      if (pairs % 500 === 0) tell(`${pairs} pairs, ${lost.length} lost`);
    }
    rmSync(cwd, { recursive: true });
    return { counts: { "pairs of specs": pairs, answers: 4 * pairs }, lost };
  },
};

const around = (text: string, at: number): string => JSON.stringify(text.slice(Math.max(0, at - 80), at + 40));
