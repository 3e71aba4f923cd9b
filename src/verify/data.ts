// What YAML and JSON say, judged by the schema that their reader publishes.
import type { Artifact } from "#schema/draft.ts";
import { compose, pulumiProject, pulumiStack, workflow } from "#build/validators.ts";

/** A compiled schema: true, or false with what is wrong in `errors`. */
interface Validator {
  (data: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}

interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: unknown;
}

const SCHEMAS: readonly (readonly [RegExp, unknown])[] = [
  [/^\.github\/workflows\/[^/]+\.ya?ml$/, workflow],
  [/(?:^|\/)(?:docker-)?compose(?:\.[^/]+)?\.ya?ml$/, compose],
  [/(?:^|\/)Pulumi\.yaml$/, pulumiProject],
  [/(?:^|\/)Pulumi\.[^/]+\.yaml$/, pulumiStack],
];

/**
 * The problems of one artifact that is YAML or JSON, as lines that name the file and the place in it. That its text says
 * what `data` says is a law of the printers (test/laws): reading it again would cost more than all the rest of a build.
 */
export function checkData({ path, data }: Artifact): readonly string[] {
  if (!/\.(?:ya?ml|json)$/.test(path)) return [];
  if (data === undefined) return [`${path}: was not printed from data`];
  const validate = SCHEMAS.find(([name]) => name.test(path))?.[1] as Validator | undefined;
  if (validate === undefined || validate(data)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, keyword, params }) =>
      `${path}: ${instancePath === "" ? "/" : instancePath}: breaks \`${keyword}\` ${JSON.stringify(params)}`,
  );
}
