// Causes for which tasks don't start: image, secrets, addresses, capacity, and what the program itself says first.
import type { Causes } from "../cause.ts";

const STOPPED = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html";
const EVENTS = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html";
const PULL = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html";
const NODE = "https://nodejs.org/api/errors.html";

/** Sorted by code. */
export const START = {
  "network/no-address": {
    summary: "a subnet has no address left",
    signs: [
      {
        words: ["InsufficientFreeAddressesInSubnet", "does not have enough free addresses"],
        pattern:
          /InsufficientFreeAddressesInSubnet|subnet(?: '?(?<subnet>subnet-[0-9a-f]{8,17})'?)? does not have enough free addresses/,
      },
      { words: ["RESOURCE:ENI"], pattern: /\bRESOURCE:ENI\b/ },
    ],
    follows: [],
    explanation: `Each task has an address of its own in a private subnet, and AWS keeps five of each subnet. While a deployment rolls there are
twice as many tasks.

  seen      InsufficientFreeAddressesInSubnet: The specified subnet does not have enough free addresses to satisfy the request.
  mend      fewer tasks now; larger blocks under network.subnets, which makes new subnets`,
    sources: [
      "https://github.com/aws/amazon-vpc-cni-k8s/pull/1773",
      "https://github.com/aws/aws-app-mesh-examples/issues/342",
      EVENTS,
    ],
  },
  "network/registry-unreachable": {
    summary: "tasks can't reach the registry or the secrets: no way out of the network",
    signs: [
      {
        words: ["CannotPullContainerError"],
        pattern:
          /CannotPullContainerError.{0,600}(?:i\/o timeout|dial tcp|context deadline exceeded|Client\.Timeout exceeded|request canceled)/,
      },
      {
        words: ["ResourceInitializationError"],
        pattern:
          /ResourceInitializationError.{0,900}(?:context deadline exceeded|[Cc]heck your task network configuration|There is a connection issue between the task and)/,
      },
    ],
    follows: [],
    explanation: `Before it starts anything, Fargate fetches image, secrets and log stream from within the task's own subnet. It needs a NAT gateway or
the interface endpoints, and a security group that lets 443 out.

  seen      ResourceInitializationError: unable to pull secrets or registry auth: … Please check your task network configuration.
  mend      \`network.nat: single\`, or \`internet: false\` on every service, which makes the endpoints`,
    sources: [
      "https://github.com/Releem/releem-agent/issues/195",
      "https://github.com/hashicorp/terraform-provider-aws/issues/33044",
      PULL,
    ],
  },
  "secret/not-found": {
    summary: "a secret that a task needs does not exist",
    signs: [
      {
        words: ["find the specified secret."],
        pattern: /Secrets Manager can['’]t find the specified secret\./,
      },
    ],
    follows: [],
    explanation: `The task definition names a secret that is not there: the stack was not brought up in this account, the secret was deleted, or the
task runs in another account or region than its secret.

  seen      ResourceNotFoundException: Secrets Manager can't find the specified secret.
  mend      \`pulumi up\`; \`aws secretsmanager restore-secret\` where it was deleted in the last days`,
    sources: [
      "https://github.com/aws/aws-secretsmanager-jdbc/issues/22",
      "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html",
    ],
  },
  "secret/refused": {
    summary: "a service refuses the key that a secret holds",
    signs: [
      { words: ["invalid x-api-key"], pattern: /authentication_error.{0,60}invalid x-api-key|invalid x-api-key/ },
      { words: ["Incorrect API key provided"], pattern: /Incorrect API key provided/ },
    ],
    follows: [],
    explanation: `Each secret begins with the text \`unset\`, so that the stack holds no value. Until somebody puts the value in, or with a key that was
revoked, the other side answers 401. A task reads it once, when it starts.

  seen      401 {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}
  mend      put the value in, without a line break at its end, then new tasks`,
    sources: [
      "https://github.com/eyaltoledano/claude-task-master/issues/222",
      "https://docs.anthropic.com/en/api/errors",
    ],
  },
  "secret/without-value": {
    summary: "a secret has no value yet",
    signs: [
      {
        words: ["find the specified secret value for staging label"],
        pattern: /can['’]t find the specified secret value for staging label: (?<label>\w{1,40})/,
      },
      { words: ["has no value yet"], pattern: /the secret (?<secret>[\w:/.-]{1,300}) has no value yet/ },
    ],
    follows: [],
    explanation: `The stack makes secrets with the text \`unset\`; a value never stands in the repository or in Pulumi's state. Somebody has to put it in
once, from a terminal.

  seen      Secrets Manager can't find the specified secret value for staging label: AWSCURRENT
  mend      \`aws secretsmanager put-secret-value\`, then new tasks`,
    sources: [
      "https://repost.aws/knowledge-center/ecs-unable-to-pull-secrets",
      "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html",
    ],
  },
  "service/image-missing": {
    summary: "the image that a task should run is not in the registry",
    signs: [
      {
        words: ["CannotPullContainerError"],
        pattern:
          /CannotPullContainerError.{0,600}(?:: not found|manifest unknown|manifest for .{1,300} not found|repository .{1,300} not found|does not exist)/,
        not: /i\/o timeout|403 Forbidden/,
      },
      { words: [":bootstrap"], pattern: /[/\w-]{1,200}:bootstrap\b.{0,80}not found/ },
    ],
    follows: [],
    explanation: `The pipeline pushes an image and registers a revision that names its digest. Until its first run the revision names the tag
\`bootstrap\`, which no image ever bears. Later, a lifecycle policy or somebody removed the image.

  seen      CannotPullContainerError: … failed to resolve ref 111122223333.dkr.ecr.…/shop/api:bootstrap: not found
  mend      run the deployment; to go back, choose a revision whose image is still there`,
    sources: [
      "https://github.com/aws/containers-roadmap/issues/2687",
      "https://github.com/CircleCI-Public/circleci-demo-aws-ecs-ecr/issues/4",
      PULL,
    ],
  },
  "service/module-missing": {
    summary: "the program asks for a module that the image does not have",
    signs: [
      {
        words: ["Cannot find module", "Cannot find package"],
        pattern: /Cannot find (?:module|package) '(?<module>[^'\n]{1,200})'/,
        not: /error TS2307|Failed to resolve import/,
      },
      { words: ["ERR_MODULE_NOT_FOUND"], pattern: /\bERR_MODULE_NOT_FOUND\b/ },
    ],
    follows: [],
    explanation: `The image has production dependencies alone. What the program asks for stands under devDependencies, was not generated (a Prisma
client), or the entry is another file than the spec's \`image.entry\`.

  seen      Error: Cannot find module '/app/dist/main.js'
  mend      the dependency, \`image.entry\`, or \`image.prisma: true\``,
    sources: [NODE, "https://nodejs.org/api/esm.html"],
  },
  "service/no-capacity": {
    summary: "Fargate has no capacity in a zone right now",
    signs: [{ words: ["Capacity is unavailable at this time"], pattern: /Capacity is unavailable at this time/ }],
    follows: [],
    explanation: `AWS could not place a task in the zone that it tried. It passes by itself, mostly in minutes, and ECS goes on trying.

  seen      service api was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone.
  mend      wait; more zones under network.subnets, or arm64, give it more places`,
    sources: ["https://github.com/sil-org/ecs-deploy/issues/277", EVENTS],
  },
  "service/port-in-use": {
    summary: "two programs in one task want the same port",
    signs: [
      { words: ["EADDRINUSE"], pattern: /EADDRINUSE(?:: address already in use)?(?: \S{0,40}:(?<port>\d{1,5}))?/ },
    ],
    follows: [],
    explanation: `A task has its own network, so that nobody else can take its port: the program starts its server twice, or a second program runs in
the same container. On a developer's machine an old process is still there.

  seen      Error: listen EADDRINUSE: address already in use :::3000
  mend      one listen(), no cluster of workers beside ECS's own tasks`,
    sources: [NODE],
  },
  "service/wrong-architecture": {
    summary: "the image was built for another processor",
    signs: [
      {
        words: ["exec format error"],
        pattern: /exec (?:user process caused: )?.{0,200}exec format error|exec format error/,
      },
      {
        words: ["descriptor matching platform"],
        pattern: /does not contain descriptor matching platform '?(?<platform>linux\/[a-z0-9/]{1,12})/,
      },
    ],
    follows: [],
    explanation: `The task definition says x86_64 or arm64, and the image holds programs of the other one: it was built on a laptop, or the spec's
\`architecture\` was changed without a new build.

  seen      exec /usr/local/bin/docker-entrypoint.sh: exec format error
  mend      build by the pipeline, which builds for \`architecture\``,
    sources: ["https://github.com/aws-containers/eks-app-mesh-polyglot-demo/issues/28", STOPPED],
  },
} as const satisfies Causes;
