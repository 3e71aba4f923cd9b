// Where every target writes, as patterns of .gitattributes: a folder where all of it is ours, else file by file.
import type { Target } from "#schema/draft.ts";
import type { Model } from "#schema/model.ts";

/** The patterns of all wanted targets, relative to the output's root. */
export function generatedPaths(model: Model): readonly string[] {
  return [".sage/**", ...model.targets.flatMap((target) => PATHS[target](model))];
}

const PATHS: Readonly<Record<Target, (model: Model) => readonly string[]>> = {
  compose: () => [".env.example", "docker-compose.yml"],
  docker: (model) =>
    model.services
      .filter(({ framework }) => framework !== "custom")
      .flatMap(({ path }) => [".dockerignore", "Dockerfile"].map((file) => (path === "." ? file : `${path}/${file}`))),
  docs: (model) => ["docs/infrastructure.md", ...prompts(model).map((name) => `docs/prompts/${name}.md`)],
  git: () => [],
  github: (model) => (model.delivery ? workflows(model).map((name) => `.github/workflows/${name}.yml`) : []),
  pulumi: () => ["infra/**"],
  scripts: (model) => (model.database ? scripts(model).map((name) => `scripts/${name}`) : []),
  terraform: () => ["terraform/monitoring.tf"],
};

/** As generators/docs/prompts.ts writes them. */
const prompts = (model: Model): readonly string[] => [
  ...(model.backup ? ["backup"] : []),
  ...(model.services.some(({ framework }) => framework !== "custom") ? ["container"] : []),
  "infrastructure",
  ...(model.targets.includes("compose") ? ["local"] : []),
  ...(model.environments.some(({ services }) => services.length > 0) ? ["logs"] : []),
  ...(model.migration ? ["migration"] : []),
  ...(model.alerts ? ["monitoring"] : []),
  ...(model.delivery ? ["pipeline"] : []),
];

const workflows = (model: Model): readonly string[] => [
  ...model.services.filter(({ deploy }) => deploy).map(({ name }) => `deploy-${name}`),
  "infrastructure",
  ...(model.backup ? ["operations"] : []),
  "spec-review",
];

const scripts = (model: Model): readonly string[] => [
  ...(model.backup ? [".dockerignore", "Dockerfile", "backup-db.sh", "restore-db.sh"] : []),
  ...(model.migration ? ["migrate.sh"] : []),
];
