// Images on their way: built once without any access to AWS, kept as archives, and pushed by their digest.
import type { Architecture, Delivery } from "#schema/model.ts";
import type { Path } from "#schema/path.ts";
import { ACTIONS, PLATFORMS, RUNNERS } from "#schema/pins.ts";
import { above, behind, expression, from, join, type Value, type ValueMap } from "#schema/value.ts";
import { checkOut, concurrency, quoted, readContents, runs, temporary, uses } from "./steps.ts";

/** The artifact that carries the archives from the build to the environments. */
const ARTIFACT = "images";

/** One image of a build. */
export interface Build {
  /** The archive's file, without its ending. */
  readonly archive: string;
  readonly title: Value;
  /** What the image is tagged with, before the commit. */
  readonly prefix: string;
  readonly architecture: Architecture;
  /** Where the spec sets the architecture, if it does. */
  readonly set?: Path;
  /** What the build action gets beside that. */
  readonly inputs: ValueMap;
  readonly why?: string;
}

/** The job that builds images of one architecture and keeps their archives. It has no access to AWS. */
export function buildJob(
  delivery: Delivery,
  group: Value,
  builds: readonly [Build, ...Build[]],
  checks: readonly Value[] = [],
): Value {
  const [{ architecture, set }] = builds;
  const ref = quoted(`refs/heads/${delivery.branch}`);
  return {
    name: "Build",
    if: above(
      "A workflow can be started by hand on any branch; only this one is delivered.",
      from(["delivery", "github", "branch"], expression(`github.ref == ${ref}`)),
    ),
    "runs-on": set ? from(set, RUNNERS[architecture]) : RUNNERS[architecture],
    "timeout-minutes": 30,
    concurrency: concurrency(
      group,
      true,
      "A newer commit makes an unfinished build pointless, and must not be overtaken by it.",
    ),
    permissions: readContents,
    steps: [checkOut, ...buildSteps(builds, checks)],
  };
}

function buildSteps([first, ...others]: readonly [Build, ...Build[]], checks: readonly Value[]): readonly Value[] {
  const builds = [first, ...others];
  const archives = builds.flatMap(({ archive }, index) => [
    ...(index === 0 ? [] : ["\n"]),
    temporary(`${archive}.tar`),
  ]);
  return [
    uses(
      "Set up Buildx",
      ACTIONS.setupBuildx,
      {},
      { why: "Its builder writes image archives, and builds a shared stage once." },
    ),
    build(first),
    ...checks,
    ...others.map(build),
    uses("Keep the images", ACTIONS.uploadArtifact, {
      name: ARTIFACT,
      path: join(...archives),
      "if-no-files-found": "error",
      "compression-level": behind("layers are compressed already", 0),
      "retention-days": behind("as long as an approval may take", 7),
    }),
  ];
}

function build({ archive, title, architecture, set, inputs, why }: Build): Value {
  return uses(
    title,
    ACTIONS.buildPush,
    {
      ...inputs,
      platforms: set ? from(set, PLATFORMS[architecture]) : PLATFORMS[architecture],
      pull: true,
      provenance: above(
        "An attestation would make an index of the image, with another digest than that of what runs.",
        false,
      ),
      outputs: join("type=oci,dest=", temporary(`${archive}.tar`)),
    },
    why === undefined ? {} : { why },
  );
}

/** Steps that bring the archives into an environment's job and open its registry. */
export const fetchSteps = (assumed: Value): readonly Value[] => [
  uses("Fetch the images", ACTIONS.downloadArtifact, { name: ARTIFACT, path: expression("runner.temp") }),
  assumed,
  uses("Log in to the registry", ACTIONS.ecrLogin, {}, { id: "registry" }),
];

/** A step that pushes an archive; its output `image` is the image by its digest. */
export function push({ archive, prefix }: Build, title: Value, repository: Value): Value {
  const environment: ValueMap = {
    ARCHIVE: temporary(`${archive}.tar`),
    REGISTRY: expression("steps.registry.outputs.registry"),
    REPOSITORY: repository,
    TAG: join(prefix, expression("github.sha")),
  };
  return runs(title, "push-image", environment, {}, { id: archive });
}

/** The image that a step gave. */
export const imageOf = (step: string): Value => expression(`steps.${step}.outputs.image`);
