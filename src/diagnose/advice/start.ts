// What to do where tasks don't start.
import type { Step } from "#schema/diagnosis.ts";
import type { DeployedService } from "#schema/model.ts";
import { BOOTSTRAP_TAG } from "#schema/names.ts";
import { changeForAll, changes } from "../change.ts";
import { allStable, aws, deploy, rollBack, serviceLog, serviceState, up } from "../commands.ts";
import type { Adviser, Situation } from "../situation.ts";

const states = (s: Situation): readonly Step[] => s.services.map((one) => serviceState(s, one));

const noAddress: Adviser = (s) => {
  const tight = s.environment.budgets.addresses.filter(({ tier }) => tier === "private");
  return {
    because: tight.map(
      ({ zone, cidr, usable, needed, users }) =>
        `private subnet ${zone} (${cidr}) has ${usable} addresses, and the spec needs ${needed} at the peak of a rolling deployment: ${users.map(({ name, addresses }) => `${name} ${addresses}`).join(" + ")}`,
    ),
    immediate: [
      {
        text: "see how many are left, and who else took some",
        command: aws(
          s,
          "ec2 describe-subnets",
          `--filters Name=tag:Project,Values=${s.model.project} Name=tag:Environment,Values=${s.environment.name}`,
          "--query 'Subnets[].[SubnetId,CidrBlock,AvailableIpAddressCount]' --output text",
        ),
      },
      ...states(s),
    ],
    longTerm: [
      tight.every(({ usable, needed }) => needed <= usable)
        ? "the spec's own tasks fit: something else takes addresses in these subnets (another program, left-over network interfaces), or the log is of another network"
        : "give the private subnets larger blocks under `network.subnets`",
      "a subnet's block can't be changed: new blocks are new subnets, and the tasks move into them (`sage-gen diff` says what that replaces)",
    ],
    verify: allStable(s),
  };
};

const noRoute: Adviser = (s) => {
  const { nat, interfaceEndpoints } = s.environment.network;
  const ways: Readonly<Record<typeof nat, string>> = {
    none: `\`nat: none\`: tasks reach AWS through interface endpoints${interfaceEndpoints ? "" : ", and the spec makes none"}`,
    single: "`nat: single`: all private subnets go out through one gateway in the first zone",
    "per-az": "`nat: per-az`: each private subnet goes out through the gateway in its zone",
  };
  return {
    because: [
      ways[nat],
      "image, secrets and log stream are fetched from the task's own subnet before the program starts",
    ],
    immediate: [
      {
        text: "see whether the gateways are there",
        command: aws(
          s,
          "ec2 describe-nat-gateways",
          `--filter Name=tag:Project,Values=${s.model.project} Name=tag:Environment,Values=${s.environment.name}`,
          "--query 'NatGateways[].[NatGatewayId,State,FailureMessage]' --output text",
        ),
      },
      {
        text: "see whether the endpoints are there",
        command: aws(
          s,
          "ec2 describe-vpc-endpoints",
          `--filters Name=tag:Project,Values=${s.model.project} Name=tag:Environment,Values=${s.environment.name}`,
          "--query 'VpcEndpoints[].[ServiceName,State]' --output text",
        ),
      },
      up(s),
    ],
    longTerm: [
      ...(nat === "none" ? ["a NAT gateway makes everything outside reachable"] : []),
      ...(nat === "single"
        ? ["where a zone's fault must not stop the others: `nat: per-az`, at the price of a gateway a zone"]
        : []),
      "a route or a rule that was changed by hand comes back by `pulumi refresh` and `pulumi up`",
    ],
    changes: nat === "none" ? changes(s, ["network", "nat"], "single") : [],
    verify: allStable(s),
  };
};

const imageMissing: Adviser = (s) => {
  const isFirst = s.tally.quotes.some(({ text }) => text.includes(`:${BOOTSTRAP_TAG}`));
  return {
    because: [
      isFirst
        ? `no image bears the tag ${BOOTSTRAP_TAG}: it stands in the first revision, until the pipeline releases one`
        : "the revision names an image that is not in the repository any more: a lifecycle policy or somebody removed it",
    ],
    immediate: isFirst
      ? s.services.map((one) => deploy(s, one))
      : s.services.flatMap((one) => [
          {
            text: `see which images of ${one.name} are there`,
            command: aws(
              s,
              "ecr describe-images",
              `--repository-name ${s.names.service(one.name).repository}`,
              "--query 'sort_by(imageDetails,&imagePushedAt)[-8:].[imagePushedAt,imageTags[0],imageDigest]' --output text",
            ),
          },
          rollBack(s, one),
          deploy(s, one),
        ]),
    longTerm: isFirst
      ? ["it is expected between the first `pulumi up` and the first deployment"]
      : ["go back to releases of the last weeks only: older images are removed"],
    verify: allStable(s),
  };
};

const prismaFor = (s: Situation, service: DeployedService | undefined, module: string) =>
  service && /prisma/.test(module) && !service.service.image.prisma
    ? changeForAll(s, ["services", service.name, "image", "prisma"], true)
    : [];

const moduleMissing: Adviser = (s) => {
  const module = s.tally.values["module"]?.[0] ?? "";
  const concerned = s.services.find(({ service }) => module.endsWith(service.image.entry));
  const [first] = s.services;
  return {
    because: [
      ...(concerned
        ? [
            `${module} is the entry of ${concerned.name} (\`image.entry: ${concerned.service.image.entry}\`): the build writes its output elsewhere`,
          ]
        : []),
      ...(!concerned && module !== ""
        ? [`${module} is not among what the image holds: production dependencies and the build's output`]
        : []),
    ],
    immediate: s.services.map((one) => rollBack(s, one)),
    longTerm: concerned
      ? [
          `set \`services.${concerned.name}.image.entry\` to the file that the build makes (NestJS with several folders: dist/src/main.js)`,
        ]
      : [
          "move it from devDependencies to dependencies; with Prisma, `image.prisma: true` generates the client in the build",
        ],
    changes: s.services.length === 1 ? prismaFor(s, first, module) : [],
    verify: allStable(s),
  };
};

const noCapacity: Adviser = (s) => ({
  because: [
    `ECS tries again by itself, in ${s.environment.network.zones.length} zones`,
    ...s.services.map(({ name, service }) => `${name} runs on ${service.architecture}`),
  ],
  immediate: [...states(s), ...allStable(s)],
  longTerm: ["more zones under `network.subnets` give it more places; so does the other `architecture`"],
  verify: allStable(s),
});

const portInUse: Adviser = (s) => {
  const port = s.tally.values["port"]?.[0];
  return {
    because: [
      ...(port === undefined ? [] : [`the port is ${port}`]),
      ...s.services.flatMap(({ name, service }) =>
        service.port === undefined ? [] : [`${name} listens on ${service.port}, which PORT says too`],
      ),
      "a task has its own network, so that the other listener is in the same container",
    ],
    immediate: s.services.flatMap((one) => [serviceLog(s, one), rollBack(s, one)]),
    longTerm: ["listen once, on PORT and 0.0.0.0; no cluster module beside ECS's own tasks"],
    verify: allStable(s),
  };
};

const wrongArchitecture: Adviser = (s) => ({
  because: s.services.map(
    ({ name, service }) =>
      `the tasks of ${name} run on ${service.architecture}, as the spec says; the image holds another processor's programs`,
  ),
  immediate: s.services.flatMap((one) => [deploy(s, one), rollBack(s, one)]),
  longTerm: [
    "let the pipeline alone build images: it builds for the spec's `architecture`; after a change of it, deploy anew",
  ],
  verify: allStable(s),
});

/** By code. */
export const start: Readonly<Record<string, Adviser>> = {
  "network/no-address": noAddress,
  "network/registry-unreachable": noRoute,
  "service/image-missing": imageMissing,
  "service/module-missing": moduleMissing,
  "service/no-capacity": noCapacity,
  "service/port-in-use": portInUse,
  "service/wrong-architecture": wrongArchitecture,
};
