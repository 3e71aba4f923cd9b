// The registries of the services' images.
import type { Resource } from "#schema/graph.ts";
import type { DeployedService } from "#schema/model.ts";
import { camelCase } from "#schema/names.ts";
import { behind, from, json, ref, type Value, type ValueMap } from "#schema/value.ts";
import { migrates } from "./relations.ts";
import { type Part, resource, type Scope, servicePath } from "./scope.ts";

const MODULE = "registry";

/** How many images of one kind stay: as many releases can be rolled back to. */
const KEPT_IMAGES = 30;

/** A registry for each deployed service. */
export function registry(scope: Scope): Part {
  const { services } = scope.environment;
  return {
    resources: services.flatMap((service) => [repository(scope, service), lifecycle(scope, service)]),
    outputs: services.map(({ name }) => ({
      name: `${camelCase(name)}Repository`,
      description: `The registry of the images of ${name}`,
      value: ref(`${name}-repository`, "repositoryUrl"),
    })),
  };
}

function repository(scope: Scope, service: DeployedService): Resource {
  const protect = scope.at(["protect"], scope.environment.protect);
  return resource(
    `${service.name}-repository`,
    "aws:ecr/repository:Repository",
    MODULE,
    servicePath(service),
    {
      name: from(
        servicePath(service),
        scope.namedFor(service.name, (names) => names.repository),
      ),
      imageTagMutability: behind("a tag is a commit, for good", "IMMUTABLE"),
      encryptionConfigurations: [{ encryptionType: "AES256" }],
      forceDelete: false,
    },
    { options: { protect, retainOnDelete: protect } },
  );
}

/** An image belongs to the first rule that it matches, so that releases and their migrations are counted apart. */
function lifecycle(scope: Scope, service: DeployedService): Resource {
  const newest = (description: string, pattern: string): ValueMap => ({
    description,
    selection: {
      tagStatus: "tagged",
      tagPatternList: [pattern],
      countType: "imageCountMoreThan",
      countNumber: KEPT_IMAGES,
    },
  });
  const rules: readonly ValueMap[] = [
    {
      description: "Untagged images go after a day",
      selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 1 },
    },
    ...(migrates(scope, service) ? [newest(`Keep the ${KEPT_IMAGES} newest migrations`, "migrate-*")] : []),
    newest(`Keep the ${KEPT_IMAGES} newest images`, "*"),
  ];
  const numbered = rules.map((rule, index): Value => ({
    rulePriority: index + 1,
    ...rule,
    action: { type: "expire" },
  }));
  return resource(
    `${service.name}-repository-lifecycle`,
    "aws:ecr/lifecyclePolicy:LifecyclePolicy",
    MODULE,
    servicePath(service),
    { repository: ref(`${service.name}-repository`, "name"), policy: json({ rules: numbered }) },
  );
}
