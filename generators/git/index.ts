// What git has to know: which files are generated, and which one holds secrets.
import type { Draft } from "#schema/draft.ts";
import type { Model } from "#schema/model.ts";
import { byText } from "#schema/order.ts";
import type { Path } from "#schema/path.ts";
import type { Generate } from "../target.ts";
import { generatedPaths } from "./paths.ts";

/** Blocks in `.gitattributes` and `.gitignore`; the other lines of both are the user's. */
export const git: Generate = (model) => {
  const ignore = ignored(model);
  return [
    block(".gitattributes", ["project"], attributes(model)),
    ...(ignore.length > 0 ? [block(".gitignore", ["local", "envFile"], ignore)] : []),
  ];
};

const block = (path: string, because: Path, lines: readonly string[]): Draft => ({
  kind: "block",
  path,
  target: "git",
  because,
  lines,
});

function attributes(model: Model): readonly string[] {
  const paths = [...generatedPaths(model)].sort(byText);
  return [
    "# Generated files: folded in a pull request's diff, and with LF on every machine, because scripts",
    "# need it and `sage-gen check` compares bytes.",
    ...paths.map((path) => `/${path} text eol=lf linguist-generated=true`),
    ...(model.targets.includes("pulumi") ? ["/infra/extensions.ts linguist-generated=false"] : []),
  ];
}

function ignored(model: Model): readonly string[] {
  const secrets = ["# The local secrets; .env.example says what belongs in there.", `/${model.local.envFile}`];
  const packages = ["# What npm installs for the Pulumi program.", "/infra/node_modules/"];
  return [...(model.targets.includes("compose") ? secrets : []), ...(model.targets.includes("pulumi") ? packages : [])];
}
