// What YAML and JSON say, judged by the schema that their reader publishes.
import type { Artifact } from "#schema/draft.ts";
import { compose, pulumiProject, pulumiStack, workflow } from "#build/validators.ts";
import { breaches } from "./breach.ts";
import type { Root } from "./schema.ts";

const published = (texts: readonly string[]): Root => ({ texts, read: new Map() });

/** The schemas, by the names of the files that they judge. */
const SCHEMAS: readonly (readonly [RegExp, Root])[] = [
  [/^\.github\/workflows\/[^/]+\.ya?ml$/, published(workflow)],
  [/(?:^|\/)(?:docker-)?compose(?:\.[^/]+)?\.ya?ml$/, published(compose)],
  [/(?:^|\/)Pulumi\.yaml$/, published(pulumiProject)],
  [/(?:^|\/)Pulumi\.[^/]+\.yaml$/, published(pulumiStack)],
];

/**
 * The problems of one artifact that is YAML or JSON, as lines that name the file and the place in it. That its text says
 * what `data` says is a law of the printers (test/laws): reading it again would cost more than all the rest of a build.
 */
export function checkData({ path, data }: Artifact): readonly string[] {
  if (!path.endsWith(".yml") && !path.endsWith(".yaml") && !path.endsWith(".json")) return [];
  if (data === undefined) return [`${path}: was not printed from data`];
  const schema = SCHEMAS.find(([name]) => name.test(path))?.[1];
  if (schema === undefined) return [];
  return breaches(schema, data).map(
    ({ place, keyword, says }) =>
      `${path}: ${place === "" ? "/" : place}: breaks \`${keyword}\` ${JSON.stringify(says)}`,
  );
}
