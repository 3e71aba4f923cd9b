// Sabotages of the picture and of the documents.
import type { Sabotage } from "./sabotages.ts";

const PICTURE = ["test/laws/picture.test.ts"];
const DOCUMENTS = ["test/accept/documents.test.ts"];

export const DOCUMENTED: readonly Sabotage[] = [
  {
    name: "a picture that shows a connection which one side's rules forbid",
    file: "src/picture/flows.ts",
    from: 'if (!left.has(way(from, to, rule)) && !left.has(way(from, "anywhere", rule))) return [];',
    to: "",
    tests: PICTURE,
    red: /a connection that one side's rules don't allow is none/,
  },
  {
    name: "a picture whose lines run through port numbers",
    file: "src/picture/svg/grid.ts",
    from: "const LEFT = 90;",
    to: "const LEFT = 66;",
    tests: PICTURE,
    red: /no line passes a text/,
  },
  {
    name: "a picture whose texts are cut too late",
    file: "src/picture/svg/letters.ts",
    from: "const BOLD = 1.18;",
    to: "const BOLD = 0.5;",
    tests: PICTURE,
    red: /no text leaves its box|texts don't cover one another/,
  },
  {
    name: "a colour that can't be read on a dark page",
    file: "src/picture/svg/palette.ts",
    from: '["#475569", "#a9b4c4"]',
    to: '["#475569", "#57606c"]',
    tests: PICTURE,
    red: /can be told apart on a dark page/,
  },
  {
    name: "a command of the runbook with an option that the AWS CLI does not have",
    file: "templates/docs/restore.md.hbs",
    from: "--vpc-security-group-ids",
    to: "--security-group-ids",
    tests: DOCUMENTS,
    only: "understood by the AWS CLI",
    red: /are understood by the AWS CLI/,
  },
  {
    name: "a command of the runbook for a log that no resource has",
    file: "generators/docs/runbook.ts",
    from: "backupLog: names.backupLogGroup",
    to: "backupLog: names.backupFamily.replace('operations-', '')",
    tests: DOCUMENTS,
    only: "are those of its resources",
    red: /are those of its resources/,
  },
  {
    name: "a prompt with another port than the service's",
    file: "generators/docs/tables.ts",
    from: "String(service.port))",
    to: "String(service.port + 1))",
    tests: ["test/laws/facts.test.ts"],
    only: "of all that is generated",
    red: /of all that is generated for reference/,
  },
];
