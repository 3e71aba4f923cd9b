// Every target and what makes it: the one list.
import type { Target } from "#schema/draft.ts";
import { compose } from "./compose/index.ts";
import { docker } from "./docker/index.ts";
import { docs } from "./docs/index.ts";
import { git } from "./git/index.ts";
import { github } from "./github/index.ts";
import { pulumi } from "./pulumi/index.ts";
import { scripts } from "./scripts/index.ts";
import type { Generate } from "./target.ts";
import { terraform } from "./terraform/index.ts";

export const generators = { compose, docker, docs, git, github, pulumi, scripts, terraform } as const satisfies Record<
  Target,
  Generate
>;
