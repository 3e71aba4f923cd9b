// Local development: the whole product on one machine, and the example of the file with its secrets.
import type { Draft } from "#schema/draft.ts";
import type { Model } from "#schema/model.ts";
import { above, from, type Value, type ValueMap } from "#schema/value.ts";
import type { Generate } from "../target.ts";
import { exampleView, upCommand } from "./example.ts";
import { applications, migrate } from "./services.ts";
import { stores, volumes } from "./stores.ts";

/** `docker-compose.yml` and `.env.example`. */
export const compose: Generate = (model) => [
  {
    kind: "yaml",
    dialect: "compose",
    path: "docker-compose.yml",
    target: "compose",
    because: ["local"],
    intro: intro(model),
    value: composeFile(model),
  },
  example(model),
];

function example(model: Model): Draft {
  return {
    kind: "template",
    path: ".env.example",
    target: "compose",
    because: ["local"],
    template: "compose/local.env.example",
    view: exampleView(model),
  };
}

const intro = (model: Model): string =>
  "Local development: every service from its sources, with the stores that it uses.\n" +
  `First \`cp .env.example ${model.local.envFile}\`, and fill the copy in; then \`${upCommand(model.local.envFile)}\`.`;

function composeFile(model: Model): ValueMap {
  return {
    name: from(["project"], model.project),
    services: { ...stores(model), ...migrate(model), ...applications(model) },
    networks: { default: { name: from(["local", "network"], model.local.network) } },
    ...declared("volumes", volumes(model)),
  };
}

/** A section, if there is anything in it. */
function declared(section: string, entries: ValueMap): ValueMap {
  if (Object.keys(entries).length === 0) return {};
  const value: Value = above("`docker compose down --volumes` forgets what they hold.", entries);
  return { [section]: value };
}
