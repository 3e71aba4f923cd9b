// What YAML and JSON say, judged by the schema that their reader publishes.
import type { Artifact } from "#schema/draft.ts";
import { compose, pulumiProject, pulumiStack, workflow } from "#build/validators.ts";
import { breaches } from "./breach.ts";
import { fits, type Root } from "./schema.ts";

const published = (texts: readonly string[]): Root => ({ texts, read: [] });

const WORKFLOW = published(workflow);
const COMPOSE = published(compose);
const PROJECT = published(pulumiProject);
const STACK = published(pulumiStack);

/** The schema that judges a YAML file: told by the file's name, without expressions, which V8 would have to make first. */
function schemaOf(path: string): Root | undefined {
  if (path.startsWith(".github/workflows/")) return WORKFLOW;
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name.startsWith("docker-compose.") || name.startsWith("compose.")) return COMPOSE;
  if (name === "Pulumi.yaml") return PROJECT;
  return name.startsWith("Pulumi.") ? STACK : undefined;
}

/**
 * The problems of one artifact that is YAML or JSON, as lines that name the file and the place in it. That its text says
 * what `data` says is a law of the printers (test/laws): reading it again would cost more than all the rest of a build.
 */
export function checkData({ path, data }: Artifact): readonly string[] {
  const isJson = path.endsWith(".json");
  if (!isJson && !path.endsWith(".yml") && !path.endsWith(".yaml")) return [];
  if (data === undefined) return [`${path}: was not printed from data`];
  const schema = isJson ? undefined : schemaOf(path);
  if (schema === undefined || fits(0, data, schema)) return [];
  return breaches(schema, data).map(
    ({ place, keyword, says }) =>
      `${path}: ${place === "" ? "/" : place}: breaks \`${keyword}\` ${JSON.stringify(says)}`,
  );
}
