// What workflows say: which branch, roles, clusters, families and registries, and what their steps hand on.
import { type Claim, folder, last, part, say, sayAll } from "../claim.ts";
import { entriesOf, itemsOf, type Leaf, type Node, step, textOf } from "../node.ts";
import type { Sources } from "../sources.ts";
import { askedActions } from "./asked.ts";

/** A job that acts in an environment. */
interface Acting {
  readonly file: string;
  readonly environment: string;
  readonly steps: readonly Node[];
  /** The service that the workflow is for, if it is for one. */
  readonly service: string | undefined;
}

export function pipelineClaims({ workflows }: Sources): readonly Claim[] {
  return [...workflows].flatMap(([name, workflow]) => {
    const jobs = entriesOf(step(workflow, "jobs")).map(([, job]) => job);
    const service = part(/^deploy-(.*)$/)(name);
    const acting = jobs.flatMap((job): Acting[] => {
      const environment = textOf(step(job, "environment"));
      return environment === undefined
        ? []
        : [{ file: name, environment, steps: itemsOf(step(job, "steps")), service }];
    });
    const names = jobs
      .flatMap((job) => step(job, "environment") ?? [])
      .filter((one): one is Leaf => one.kind === "leaf");
    return [
      ...(names.length > 0 ? sayAll("environments", names) : []),
      ...branchClaims(workflow, jobs),
      ...jobs.flatMap((job) => itemsOf(step(job, "steps")).flatMap(actionClaims)),
      ...jobs.flatMap((job) => previewClaims(job)),
      ...(service === undefined ? [] : folderClaims(workflow, jobs, service)),
      ...acting.flatMap(actingClaims),
      ...archiveClaims(name, jobs),
    ];
  });
}

/** A branch in a list of patterns, where some signs are escaped. */
const plain = (pattern: string): string => pattern.replace(/\\(.)/g, "$1");

function branchClaims(workflow: Node, jobs: readonly Node[]): readonly Claim[] {
  const triggers = ["push", "pull_request"].flatMap((event) => itemsOf(step(workflow, "on", event, "branches")));
  return [
    ...triggers.flatMap((branch) => say("branch that is delivered", branch, plain)),
    ...jobs.flatMap((job) => say("branch that is delivered", step(job, "if"), part(/'refs\/heads\/([^']+)'/))),
  ];
}

/** One release of each action, and of the tools that a step sets up. */
function actionClaims(one: Node): readonly Claim[] {
  const uses = step(one, "uses");
  const [action = ""] = (textOf(uses) ?? "").split("@");
  return [
    ...(action === "" ? [] : say(`action ${action}`, uses, part(/@(.*)$/))),
    ...say("Node.js of the pipelines", step(one, "with", "node-version")),
    ...say("Pulumi", step(one, "with", "pulumi-version")),
    ...say("folder of the program", step(one, "with", "work-dir")),
    ...say("folder of the program", action === "" ? step(one, "working-directory") : undefined, part(/^([\w/-]+)$/)),
  ];
}

function previewClaims(job: Node): readonly Claim[] {
  const include = itemsOf(step(job, "strategy", "matrix", "include"));
  const names = include
    .flatMap((one) => step(one, "environment") ?? [])
    .filter((one): one is Leaf => one.kind === "leaf");
  return [
    ...sayAll("environments", names),
    ...include.flatMap((one) => {
      const name = textOf(step(one, "environment")) ?? "";
      return [
        ...say(`${name}: region`, step(one, "region")),
        ...say(`${name}: account`, step(one, "role"), part(/^arn:aws:iam::(\d+):/)),
        ...say(`${name}: preview role`, step(one, "role"), part(/:role\/(.*)$/)),
      ];
    }),
  ];
}

/** Where a service's sources are, and which stages of its image are built from them. */
function folderClaims(workflow: Node, jobs: readonly Node[], service: string): readonly Claim[] {
  const [first] = itemsOf(step(workflow, "on", "push", "paths"));
  const builds = jobs
    .flatMap((job) => itemsOf(step(job, "steps")))
    .flatMap((one) => (step(one, "with", "context") ? [step(one, "with")] : []));
  return [
    ...say(`${service}: folder`, first, (text) => plain(part(/^(.*)\/\*\*$/)(text) ?? ".")),
    ...builds.flatMap((build) => {
      const scripts = step(build, "build-contexts");
      const stage = scripts ? "stage of the migrations" : `${service}: stage that is deployed`;
      return [
        ...say(`${service}: folder`, step(build, "context"), folder),
        ...say(stage, step(build, "target")),
        ...say("folder of the migrations", scripts ? step(build, "context") : undefined, folder),
        ...say("context of the scripts", scripts, part(/^(\w+)=/)),
        ...say("folder of the scripts", scripts, (text) => folder(part(/=(.*)$/)(text) ?? "")),
      ];
    }),
    ...itemsOf(step(workflow, "on", "push", "paths")).flatMap((path) =>
      say("script of the migrations", path, part(/^scripts\/(migrate[^/]*)$/)),
    ),
  ];
}

function actingClaims(job: Acting): readonly Claim[] {
  const { environment, steps } = job;
  const given = steps.flatMap((one) => [step(one, "with"), step(one, "env")].flatMap((map) => map ?? []));
  const all = (key: string): readonly Leaf[] =>
    given.flatMap((map) => step(map, key) ?? []).filter((one): one is Leaf => one.kind === "leaf");
  return [
    ...roleClaims(job),
    ...all("aws-region").flatMap((region) => say(`${environment}: region`, region)),
    ...all("stack-name").flatMap((stack) => say(`${environment}: stack`, stack)),
    { fact: `${environment}: stack`, value: environment, place: steps[0]?.place ?? { file: "", line: 0 } },
    ...[...all("cluster"), ...all("CLUSTER")].flatMap((cluster) => say(`${environment}: cluster`, cluster)),
    ...steps.flatMap((one) => subjectClaims(one, job)),
    ...askedActions(steps).flatMap(({ action, place }): Claim[] => [
      { fact: `${environment}: the deploy role may ${action}`, value: "yes", place },
    ]),
  ];
}

/** Each role by what is done with it: Pulumi's `up` takes that of the infrastructure, all else that of releases. */
function roleClaims({ environment, steps }: Acting): readonly Claim[] {
  return steps.flatMap((one, index) => {
    const arn = step(one, "with", "role-to-assume");
    if (!arn) return [];
    const rest = steps.slice(index + 1);
    const next = rest.findIndex((later) => step(later, "with", "role-to-assume"));
    const mine = next === -1 ? rest : rest.slice(0, next);
    const isUp = mine.some((later) => textOf(step(later, "with", "command")) === "up");
    return [
      ...say(`${environment}: account`, arn, part(/^arn:aws:iam::(\d+):/)),
      ...say(`${environment}: ${isUp ? "infrastructure" : "deploy"} role`, arn, part(/:role\/(.*)$/)),
    ];
  });
}

/** What a step is about: a service, its migration, or the backup; told by its id, or by the id that it refers to. */
function subjectOf(one: Node, { service, file }: Acting): string | undefined {
  const referred = part(/steps\.([\w-]+)\.outputs/)(textOf(step(one, "with", "task-definition")) ?? "");
  const id = referred ?? textOf(step(one, "id")) ?? "";
  const [, name] = /^(.*?)(?:-revision|-image)?$/.exec(id) ?? [];
  if (file === "operations" || name === "operations") return "backup";
  if (service === undefined) return name;
  return /^(?:migrate|migration)$/.test(name ?? "") ? `${service}: migration` : service;
}

function subjectClaims(one: Node, job: Acting): readonly Claim[] {
  const { environment } = job;
  const [inputs, variables] = [step(one, "with"), step(one, "env")];
  const subject = subjectOf(one, job);
  const about = `${environment}: ${subject ?? ""}`;
  const registry = subject?.replace(/: migration$/, "") ?? "";
  return [
    ...[step(inputs, "task-definition-family"), step(variables, "FAMILY")].flatMap((family) =>
      say(`${about}: family`, family),
    ),
    ...[step(inputs, "container-name"), step(variables, "CONTAINER")].flatMap((name) =>
      say(`${about}: container`, name),
    ),
    ...[step(inputs, "service"), step(variables, "SERVICE")].flatMap((name) =>
      say(`${environment}: ${job.service ?? registry}: service`, name),
    ),
    ...say(`${environment}: ${registry}: repository`, step(variables, "REPOSITORY")),
    ...say(`${environment}: ${job.service ?? ""}: migration: log group`, step(variables, "LOG_GROUP")),
    ...say(`${environment}: ${job.service ?? ""}: migration: log stream`, step(variables, "LOG_STREAM")),
  ];
}

/** The names in a text that an input or a variable of the steps has. */
function files(all: readonly Node[], key: string, pattern: RegExp): readonly Leaf[] {
  return all
    .flatMap((one) => [step(one, "with", key), step(one, "env", key)])
    .flatMap((node) =>
      node?.kind === "leaf"
        ? [...String(node.value).matchAll(pattern)].map(([, value = ""]): Leaf => ({ ...node, value }))
        : [],
    );
}

/** The archives that are built, handed on and pushed, and the name under which they are. */
function archiveClaims(name: string, jobs: readonly Node[]): readonly Claim[] {
  const steps = jobs.map((job) => itemsOf(step(job, "steps")));
  return steps.flatMap((all) => {
    const uploads = all.filter((one) => /upload-artifact/.test(textOf(step(one, "uses")) ?? ""));
    const fetches = all.filter((one) => /download-artifact/.test(textOf(step(one, "uses")) ?? ""));
    return [
      ...sayAll(`${name}: archives`, files(all, "outputs", /dest=\S*\/(\S+)/g)),
      ...sayAll(`${name}: archives`, files(uploads, "path", /\/([\w.-]+)$/gm)),
      ...(uploads.length > 0 ? [] : sayAll(`${name}: archives`, files(all, "ARCHIVE", /\/([\w.-]+)$/g))),
      ...[...uploads, ...fetches].flatMap((one) => say(`${name}: artifact`, step(one, "with", "name"), last)),
    ];
  });
}
