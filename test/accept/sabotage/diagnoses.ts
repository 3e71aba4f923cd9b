// Changes that would make a diagnosis wrong, harmful or chatty.
import type { Sabotage } from "./sabotages.ts";

const LAWS = ["test/laws/diagnose.test.ts"];
const COMMAND = ["test/laws/diagnose-command.test.ts"];

export const DIAGNOSES: readonly Sabotage[] = [
  {
    name: "connections counted as if no deployment ever rolled",
    file: "schema/budget.ts",
    from: "export const ROLLING = 2;",
    to: "export const ROLLING = 1;",
    tests: ["test/diagnose.test.ts"],
    red: /stories\/connections-exhausted/,
  },
  {
    name: "secrets of a log quoted in a report",
    file: "src/diagnose/mask.ts",
    from: "return SECRETS.reduce((covered, [shape, instead]) => covered.replace(shape, instead), text);",
    to: "return text;",
    tests: LAWS,
    only: "shows no secret",
    red: /shows no secret in what is quoted/,
  },
  {
    name: "a change of the spec that nobody tried",
    file: "src/diagnose/diagnosis.ts",
    from: "const problem = trial(patch);",
    to: "const problem = undefined as string | undefined;",
    tests: LAWS,
    only: "says why it proposes none",
    red: /says why it proposes none where the spec would refuse it/,
  },
  {
    name: "a question about an error taken for the error",
    file: "src/diagnose/event.ts",
    from: "|| WORDS_OF_USERS.test(key)",
    to: "",
    tests: LAWS,
    only: "of JSON is read",
    red: /what people wrote is not/,
  },
  {
    name: "a cause blamed for what was there before it",
    file: "src/diagnose/symptoms.ts",
    from: "isBefore(first, tally.last) &&",
    to: "",
    tests: LAWS,
    only: "does not blame",
    red: /does not blame what came later/,
  },
  {
    name: "a spec overwritten that changed meanwhile",
    file: "src/disk.ts",
    from: "if (!readFileSync(place).equals(Buffer.from(before))) return false;",
    to: "",
    tests: COMMAND,
    only: "changed meanwhile",
    red: /writes over nothing that changed meanwhile/,
  },
];
