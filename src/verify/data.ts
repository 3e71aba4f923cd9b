// YAML and JSON read again, and judged by the schema that their reader publishes.
import { parseDocument } from "yaml";
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

/** The problems of one artifact that is YAML or JSON, as lines that name the file and the place in it. */
export function checkData({ path, text }: Artifact): readonly string[] {
  try {
    if (path.endsWith(".json")) JSON.parse(text);
    return /\.ya?ml$/.test(path) ? checkYaml(path, text) : [];
  } catch (error) {
    return [`${path}: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function checkYaml(path: string, text: string): readonly string[] {
  const document = parseDocument(text, { prettyErrors: false, version: "1.2" });
  if (document.errors.length > 0 || document.warnings.length > 0) {
    return [...document.errors, ...document.warnings].map(
      (error) => `${path}:${lineOf(text, error.pos[0])}: ${error.message}`,
    );
  }
  // We print no alias, so that one here is a text that was not quoted.
  const data: unknown = document.toJS({ maxAliasCount: 0 });
  const validate = SCHEMAS.find(([name]) => name.test(path))?.[1] as Validator | undefined;
  if (validate === undefined || validate(data)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, keyword, params }) =>
      `${path}: ${instancePath === "" ? "/" : instancePath}: breaks \`${keyword}\` ${JSON.stringify(params)}`,
  );
}

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split("\n").length;
