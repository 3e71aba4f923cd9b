// What Dockerfiles say: ports, health checks, bases and stages, and where things lie in the image.
import { type Claim, CHECKED_PATH, CHECKED_PORT, folder, last, part, say } from "../claim.ts";
import { type Instruction, type Stage, variablesOf, wordsOf } from "../dockerfile.ts";
import type { Leaf } from "../node.ts";
import type { Sources } from "../sources.ts";

/** `services` names the service of each folder. */
export function imageClaims({ dockerfiles }: Sources, services: ReadonlyMap<string, string>): readonly Claim[] {
  return [...dockerfiles].flatMap(([file, stages]) => {
    const path = folder(file.replace(/(?:^|\/)Dockerfile$/, ""));
    const service = services.get(path);
    return [
      ...stages.flatMap((stage) => [...baseClaims(stage, service ?? path), ...bundleClaims(stage)]),
      ...(service === undefined ? operationsClaims(stages) : serviceClaims(stages, service)),
    ];
  });
}

const leaf = ({ text, place }: Instruction, value = text): Leaf => ({ kind: "leaf", value, place });
const all = (stage: Stage | undefined, keyword: string): readonly Instruction[] =>
  stage?.instructions.filter((one) => one.keyword === keyword) ?? [];

function baseClaims({ base }: Stage, owner: string): readonly Claim[] {
  return [
    ...say(`${owner}: Node.js`, base, part(/^(?:.*\/)?node:(\d+)/)),
    ...say("PostgreSQL's major of tools and images", base, part(/^(?:.*\/)?postgres:(\d+)/)),
  ];
}

/** The certificate authorities of RDS: where they come from, where they lie, and who is told. */
function bundleClaims(stage: Stage): readonly Claim[] {
  const variables = variablesOf(stage, "ENV");
  const placed = [...all(stage, "COPY"), ...all(stage, "ADD")].filter(({ text }) => text.endsWith(".pem"));
  return [
    ...say("source of RDS's certificates", variablesOf(stage, "ARG").get("RDS_CA_BUNDLE")),
    ...[variables.get("NODE_EXTRA_CA_CERTS"), variables.get("PGSSLROOTCERT")].flatMap((path) =>
      say("path of RDS's certificates", path),
    ),
    ...placed
      .filter(() => stage.base.value !== "scratch")
      .flatMap((copy) => say("path of RDS's certificates", leaf(copy, wordsOf(copy).at(-1) ?? ""))),
  ];
}

function serviceClaims(stages: readonly Stage[], service: string): readonly Claim[] {
  const runtime = stages.at(-1);
  const development = stages.find((stage) => all(stage, "CMD").length > 0);
  const migrate = stages.find((stage) => all(stage, "ENTRYPOINT").some(({ text }) => text.includes("migrate")));
  const isDeployed = runtime !== development;
  return [
    ...(isDeployed && runtime
      ? say(`${service}: stage that is deployed`, { ...runtime.base, value: runtime.name })
      : []),
    ...(development ? say(`${service}: stage for development`, { ...development.base, value: development.name }) : []),
    ...(migrate ? migrateClaims(migrate) : []),
    ...stages.flatMap((stage) => all(stage, "EXPOSE").flatMap((one) => say(`${service}: port`, leaf(one)))),
    ...(runtime ? say(`${service}: port`, variablesOf(runtime, "ENV").get("PORT")) : []),
    ...all(runtime, "VOLUME").flatMap((one) =>
      wordsOf(one)
        .filter((path) => path === "/tmp")
        .flatMap((path) => say(`${service}: folder that can be written`, leaf(one, path))),
    ),
    ...all(runtime, "HEALTHCHECK").flatMap((one) => checkClaims(one, service)),
  ];
}

const option = (name: string): ((text: string) => string | undefined) => part(new RegExp(`--${name}=(\\d+)s?\\b`));

function checkClaims(check: Instruction, service: string): readonly Claim[] {
  const at = leaf(check);
  return [
    ...say(`${service}: port`, at, CHECKED_PORT),
    ...say(`${service}: health path`, at, CHECKED_PATH),
    ...say(`${service}: health check`, leaf(check, wordsOf(check).join(" "))),
    ...say(`${service}: seconds between health checks`, at, option("interval")),
    ...say(`${service}: seconds for a health check`, at, option("timeout")),
    ...say(`${service}: failures until unhealthy`, at, option("retries")),
  ];
}

function migrateClaims(stage: Stage): readonly Claim[] {
  const script = all(stage, "COPY").find(({ text }) => /--from=scripts\b/.test(text));
  const [, source, target] = script ? wordsOf({ ...script, text: script.text.replace(/^(?:--\S+ )+/, ` `) }) : [];
  return [
    ...say("stage of the migrations", { ...stage.base, value: stage.name }),
    ...(script ? say("script of the migrations", leaf(script, source ?? "")) : []),
    ...(script ? say("path of the script of the migrations", leaf(script, target ?? "")) : []),
    ...(script ? say("context of the scripts", leaf(script, part(/--from=(\w+)/)(script.text) ?? "")) : []),
    ...all(stage, "ENTRYPOINT").flatMap((one) =>
      say("path of the script of the migrations", leaf(one, wordsOf(one)[0] ?? "")),
    ),
  ];
}

/** The image of backup and restore: it has its scripts in one folder. */
function operationsClaims(stages: readonly Stage[]): readonly Claim[] {
  const image = stages.at(-1);
  return [
    ...all(image, "COPY").flatMap((copy) => {
      const words = wordsOf(copy).filter((word) => !word.startsWith("--"));
      const target = words.at(-1) ?? "";
      return words
        .slice(0, -1)
        .flatMap((script) => [
          ...say(`script ${script.replace(/-.*$/, "")}`, leaf(copy, script)),
          ...say(`path of the script ${script.replace(/-.*$/, "")}`, leaf(copy, `${target}${last(script)}`)),
        ]);
    }),
    ...all(image, "CMD").flatMap((one) => say("script backup", leaf(one, wordsOf(one)[0] ?? ""))),
  ];
}
