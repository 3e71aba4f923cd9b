// Changes that would break how one begins: init, the editor, the watch, the words of explain, the server for assistants.
import type { Sabotage } from "./sabotages.ts";

const INIT = ["test/laws/init-folder.test.ts", "test/laws/init-compose.test.ts"];

export const BEGINNING: readonly Sabotage[] = [
  {
    name: "a secret's value carried over as a plain one",
    file: "src/init/hidden.ts",
    from: "if (looksSecret(value)) return true;",
    to: "",
    tests: INIT,
    red: /carries their names, never a value/,
  },
  {
    name: "a compose file of the user's that ours would stand in the way of",
    file: "src/commands/trial-build.ts",
    from: 'USUAL.filter((target) => target !== "compose")',
    to: "USUAL.filter(() => true)",
    tests: INIT,
    red: /with several programs/,
  },
  {
    name: "two services on one port of the developer's machine",
    file: "src/init/compose.ts",
    from: "const port = free(service.port);",
    to: "const port = service.port;",
    tests: INIT,
    red: /one port twice/,
  },
  {
    name: "a question where nobody can answer",
    file: "src/commands/init.ts",
    from: "process.stdin.isTTY && process.stdout.isTTY",
    to: "true",
    tests: ["test/accept/init-terminal.test.ts"],
    only: "where nobody can be asked",
    red: /nothing is asked/,
  },
  {
    name: "a watch of the file instead of its folder, which loses it when an editor replaces it",
    file: "src/commands/watching.ts",
    from: "const folders = new Set(files.map((file) => dirname(file)));",
    to: "const folders = new Set(files);",
    tests: ["test/laws/watch.test.ts"],
    only: "another file in the spec's place",
    red: /puts another file in the spec's place/,
  },
  {
    name: "a key whose default no editor shows",
    file: "tools/schema.ts",
    from: "schema.description = [meaning, range, ...otherwise, fallback]",
    to: "schema.description = [meaning, range, ...otherwise]",
    tests: ["test/laws/schema-words.test.ts"],
    red: /a default stands in the words/,
  },
  {
    name: "a default that explain tells and that does not hold",
    file: "src/commands/defaults.ts",
    from: "health: service.health,",
    to: 'health: "/health",',
    tests: ["test/laws/defaults.test.ts"],
    red: /written out change nothing/,
  },
  {
    name: "an assistant that reads outside of its folder through a link",
    file: "src/commands/confined.ts",
    from: "if (existsSync(place)) return realpathSync(place);",
    to: "if (existsSync(place)) return place;",
    tests: ["test/accept/assistant.test.ts"],
    only: "stays in its folder",
    red: /stays in its folder/,
  },
  {
    name: "an assistant that writes without having been allowed to",
    file: "src/commands/assistant-tools.ts",
    from: "isDry: !writes",
    to: "isDry: false",
    tests: ["test/accept/assistant.test.ts"],
    only: "writes nothing",
    red: /writes nothing, unless/,
  },
];
