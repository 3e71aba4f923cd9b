// A runner in a room of its own: GitHub's and AWS's actions by stand-ins that hold what they are given to be what the
// real ones take, and the cloud's programs by scripts that answer as AWS does. All that happens is written down.
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { writeArchive } from "./archive.ts";
import { type Execute, type Ready } from "./job.ts";
import { play, room } from "./stand-in.ts";

/** Something that a step did to the world. */
export interface Event {
  readonly what:
    "archive" | "keep" | "fetch" | "role" | "push" | "register" | "run" | "roll" | "up" | "preview" | "call";
  readonly detail: string;
  /** The role that the job had. */
  readonly role: string;
}

/** What outlives a job: the repository's files, the artifacts, and what happened. */
export interface World {
  readonly files: ReadonlyMap<string, string>;
  /** The files that were kept, by the name that they were kept under. */
  readonly artifacts: Map<string, string[]>;
  readonly events: Event[];
  /** Digests of the images that were built, by the archive's name. */
  readonly digests: Map<string, string>;
}

export const worldOf = (files: ReadonlyMap<string, string>): World => ({
  files,
  artifacts: new Map(),
  events: [],
  digests: new Map(),
});

/** What a job may do. */
interface Rights {
  readonly token: boolean;
  readonly secrets: boolean;
}

type Fields = Readonly<Record<string, string>>;
interface Room {
  readonly world: World;
  readonly rights: Rights;
  readonly workspace: string;
  readonly temp: string;
  role: string;
}
type Action = (given: Ready, at: Room) => Fields;

/** A runner for one job; `temp` is what `runner.temp` says. */
export function runnerFor(world: World, rights: Rights): { readonly temp: string; readonly execute: Execute } {
  const at: Room = {
    world,
    rights,
    workspace: mkdtempSync(join(tmpdir(), "workflow-")),
    temp: mkdtempSync(join(tmpdir(), "workflow-")),
    role: "",
  };
  const execute: Execute = (given) => {
    if (given.step.run !== undefined) return script(given, at);
    const action = ACTIONS[given.action];
    if (!action) return { isGood: false, outputs: {}, said: `nothing stands in for ${given.action}` };
    try {
      return { isGood: true, outputs: action(given, at), said: "" };
    } catch (fault) {
      return { isGood: false, outputs: {}, said: String(fault) };
    }
  };
  return { temp: at.temp, execute };
}

const note = (at: Room, what: Event["what"], detail: string): void => {
  at.world.events.push({ what, detail, role: at.role });
};

function need(inputs: Fields, ...names: readonly string[]): void {
  for (const name of names) if (!inputs[name]) throw new Error(`the input ${name} is missing`);
}

function script({ step, env, folder: wanted }: Ready, at: Room): ReturnType<Execute> {
  const folder = resolve(at.workspace, wanted);
  if (!existsSync(folder)) return { isGood: false, outputs: {}, said: `there is no ${folder}` };
  const run = { place: "", name: step.name ?? "", script: step.run ?? "", env };
  const outcome = play(run, { programs: PROGRAMS, env: { ROLE: at.role }, folder, temp: at.temp });
  for (const call of outcome.calls) {
    const isPush = call.startsWith("skopeo copy");
    note(at, isPush ? "push" : "call", isPush ? (call.split(" ").at(-1) ?? "") : call);
  }
  return { isGood: outcome.status === 0, outputs: outcome.outputs, said: outcome.stdout + outcome.stderr };
}

const nothing: Action = () => ({});

/** The accounts and regions that roles and credentials are of. */
const accountOf = (role: string): string => /^arn:aws:iam::(\d{12}):role\/\S+$/.exec(role)?.[1] ?? "";

const ACTIONS: Readonly<Record<string, Action>> = {
  "actions/checkout": (_, at) => {
    for (const [path, text] of at.world.files) {
      mkdirSync(dirname(join(at.workspace, path)), { recursive: true });
      writeFileSync(join(at.workspace, path), text);
    }
    writeFileSync(join(at.workspace, "infra/package-lock.json"), "{}");
    return {};
  },
  "actions/setup-node": nothing,
  "pnpm/action-setup": nothing,
  "docker/setup-buildx-action": nothing,
  "docker/build-push-action": build,
  "actions/upload-artifact": ({ inputs }, at) => {
    need(inputs, "name", "path");
    const files = (inputs["path"] ?? "").split("\n").filter(Boolean);
    for (const path of files) {
      if (!existsSync(path)) throw new Error(`there is no ${path} to keep`);
      note(at, "keep", basename(path));
    }
    at.world.artifacts.set(inputs["name"] ?? "", files);
    return {};
  },
  "actions/download-artifact": ({ inputs }, at) => {
    need(inputs, "name", "path");
    const files = at.world.artifacts.get(inputs["name"] ?? "");
    if (!files) throw new Error(`nothing was kept as ${inputs["name"]}`);
    for (const file of files) {
      copyFileSync(file, join(inputs["path"] ?? "", basename(file)));
      note(at, "fetch", basename(file));
    }
    return {};
  },
  "aws-actions/configure-aws-credentials": ({ inputs }, at) => {
    need(inputs, "role-to-assume", "aws-region");
    if (inputs["aws-access-key-id"] || inputs["aws-secret-access-key"]) throw new Error("a stored key");
    if (!at.rights.token) throw new Error("the job may not ask for a token");
    at.role = inputs["role-to-assume"] ?? "";
    if (accountOf(at.role) === "") throw new Error(`${at.role} is no role's ARN`);
    note(at, "role", at.role);
    return {};
  },
  "aws-actions/amazon-ecr-login": (_, at) => {
    if (at.role === "") throw new Error("no credentials");
    return { registry: `${accountOf(at.role)}.dkr.ecr.test` };
  },
  "aws-actions/amazon-ecs-render-task-definition": ({ inputs }, at) => {
    need(inputs, "task-definition-family", "container-name", "image");
    const file = join(mkdtempSync(join(at.temp, "render-")), "task.json");
    writeFileSync(file, JSON.stringify(inputs));
    return { "task-definition": file };
  },
  "aws-actions/amazon-ecs-deploy-task-definition": deploy,
  "pulumi/actions": ({ inputs, env }, at) => {
    need(inputs, "command", "stack-name", "work-dir");
    if (!env["PULUMI_ACCESS_TOKEN"] || !at.rights.secrets) throw new Error("no token for the state");
    if (!existsSync(join(at.workspace, inputs["work-dir"] ?? "", "Pulumi.yaml"))) throw new Error("no program there");
    note(at, inputs["command"] === "up" ? "up" : "preview", inputs["stack-name"] ?? "");
    return {};
  },
};

/** Writes a real archive, as the builder does; its context and what it takes from others must be there. */
function build({ inputs }: Ready, at: Room): Fields {
  const [, file = ""] = /^type=oci,dest=(.+)$/.exec(inputs["outputs"] ?? "") ?? [];
  const context = join(at.workspace, inputs["context"] ?? ".");
  const [, more] = /^\w+=(.+)$/.exec(inputs["build-contexts"] ?? "") ?? [];
  for (const needed of [context, ...(more ? [join(at.workspace, more)] : [])])
    if (!existsSync(needed)) throw new Error(`there is no ${needed} to build from`);
  const dockerfile = join(context, "Dockerfile");
  const stage = inputs["target"];
  if (stage && existsSync(dockerfile) && !new RegExp(` AS ${stage}$`, "m").test(readFileSync(dockerfile, "utf8")))
    throw new Error(`${dockerfile} has no stage ${stage}`);
  const { file: archive, digest } = writeArchive(room(), Buffer.from(file));
  copyFileSync(archive, file);
  at.world.digests.set(basename(file), digest);
  note(at, "archive", basename(file));
  return { digest, imageid: digest };
}

function deploy({ inputs }: Ready, at: Room): Fields {
  need(inputs, "task-definition");
  const task = JSON.parse(readFileSync(inputs["task-definition"] ?? "", "utf8")) as Fields;
  note(at, "register", `${task["task-definition-family"]} ${task["container-name"]} ${task["image"]}`);
  if (inputs["run-task"] === "true") {
    need(inputs, "cluster", "run-task-subnets", "run-task-security-groups", "wait-for-task-stopped");
    note(at, "run", `${inputs["cluster"]} ${task["task-definition-family"]}`);
    return { "task-definition-arn": "arn:task:1", "run-task-arn": '["arn:aws:ecs:test:task/1"]' };
  }
  if (inputs["service"]) {
    need(inputs, "cluster", "wait-for-service-stability");
    note(at, "roll", `${inputs["cluster"]} ${inputs["service"]}`);
  }
  return { "task-definition-arn": "arn:task:1" };
}

/** AWS as its CLI shows it: nothing pushed yet, and of each family a new revision without an image before released ones. */
const AWS = `
[[ -n "\${ROLE}" ]] || { echo "Unable to locate credentials" >&2; exit 253; }
image() { printf '{"taskDefinition":{"containerDefinitions":[{"name":"%s","image":"%s"}]}}\\n' "\${CONTAINER}" "$1"; }
case "$*" in
  "ecr batch-get-image "*) echo None ;;
  "ecs describe-services "*networkConfiguration*) echo '{"subnets":["subnet-1"],"securityGroups":["sg-1"]}' ;;
  "ecs describe-services "*taskDefinition*) echo arn:running ;;
  "ecs describe-task-definition "*taskDefinition.revision*) echo 2 ;;
  "ecs describe-task-definition "*arn:running*) image registry.test/image@sha256:running ;;
  "ecs describe-task-definition "*:1\\ *) image registry.test/image@sha256:running ;;
  "ecs describe-task-definition "*) image registry.test/image:bootstrap ;;
  "ecs wait services-stable "*) ;;
  "logs get-log-events "*) echo '{"events":[]}' ;;
  *) echo "AWS was not expected to be asked: $*" >&2; exit 252 ;;
esac`;

/** Git with a base branch, whose lock file names the tool; and the tool itself, which finds nothing to say. */
const GIT = `
case "$1 $2" in
  "worktree add")
    mkdir -p "$4/node_modules/.bin"
    printf '#!/bin/sh\\necho "sage-gen $*" >>"%s"\\n' "\${CALLS}" >"$4/node_modules/.bin/sage-gen"
    chmod 755 "$4/node_modules/.bin/sage-gen" ;;
  "diff "*) ;;
  *) echo "git was not expected to be asked: $*" >&2; exit 1 ;;
esac`;

const PROGRAMS: Fields = { aws: AWS, gh: "", git: GIT, skopeo: "", npm: "", npx: "", pnpm: "" };
