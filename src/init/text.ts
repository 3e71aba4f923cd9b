// The text of a first spec: what was chosen, and comments that say what else there is.
import { NAME_LIMITS, RESERVED_DATABASE_WORDS } from "#schema/aws.ts";
import { service } from "./service-text.ts";
import { row, scalar } from "./line.ts";
import type { Proposal } from "./proposal.ts";

/** What the first spec is about. */
export interface Choices extends Proposal {
  /** The editor's schema: an address, or a path from the spec. */
  readonly schema: string;
  readonly region: string;
  /** The AWS account of production: twelve digits. */
  readonly account: string | undefined;
  /** Where artifacts go: `.` beside the user's own files, or a folder. */
  readonly output: string;
  /** The targets that are made; undefined is all but terraform. */
  readonly targets: readonly string[] | undefined;
}

/** A spec that builds as it is. */
export function firstSpec(choices: Choices): string {
  const sections = [
    head(choices),
    stores(choices),
    secrets(choices),
    services(choices),
    operations(choices),
    delivery(choices),
    local(choices),
    environments(choices),
  ];
  return sections.filter((section) => section !== "").join("\n");
}

function head({ schema, project, region, output, targets }: Choices): string {
  const what =
    output === "."
      ? "written into this folder, beside your own files"
      : "a folder to look at first; `.` writes in place";
  return [
    `# yaml-language-server: $schema=${schema}`,
    "# The product, from which `sage-gen build` writes infrastructure, pipelines, containers and scripts.",
    "# `sage-gen validate` judges this file; `sage-gen explain KEY` tells what a key means and what it makes.",
    "version: 1",
    `project: ${scalar(project)}`,
    `region: ${scalar(region)}`,
    row(0, `output: ${scalar(output)}`, what),
    ...(targets === undefined
      ? []
      : [row(0, `targets: [${targets.join(", ")}]`, "left out, all: also docker-compose.yml, which is yours here")]),
    "",
    "network:",
    row(2, "cidr: 10.0.0.0/16", "two zones are laid out from it; `subnets` names blocks of your own"),
    row(2, "nat: single", "how tasks reach the internet: none | single | per-az"),
    "",
  ].join("\n");
}

/** RDS takes sixteen characters for the master user, which is the database's name with `_admin` where nobody says it. */
function masterUser(project: string, name: string | undefined): string | undefined {
  const whole = name ?? project.replaceAll("-", "_");
  const room = NAME_LIMITS.masterUser - ADMIN.length;
  if (whole.length <= room) return undefined;
  // Whole words as far as they fit.
  const cut = whole.slice(0, room + 1).lastIndexOf("_");
  return whole.slice(0, cut > 0 ? cut : room) + ADMIN;
}

/** A name for the database of a project whose own is a word that PostgreSQL or RDS keeps. */
const ownName = (project: string): string | undefined =>
  RESERVED_DATABASE_WORDS.includes(project.replaceAll("-", "_")) ? `${project.replaceAll("-", "_")}_data` : undefined;

const ADMIN = "_admin";

function stores({ project, database, cache }: Choices): string {
  const name = database?.name ?? ownName(project);
  const username = masterUser(project, name);
  const postgres = database && [
    row(0, "database:", "PostgreSQL on RDS; services get DATABASE_URL"),
    `  version: "${database.version}"`,
    row(2, `instance: ${database.instance}`, "its memory decides how many connections there are"),
    ...(name === undefined ? [] : [`  name: ${scalar(name)}`]),
    ...(username === undefined
      ? []
      : [row(2, `username: ${username}`, "the master user; RDS takes sixteen characters")]),
    row(2, "storage: { initial: 20GiB, max: 100GiB }", "it grows by itself, and never shrinks"),
    row(2, 'backup: { retention: 7d, window: "03:00-04:00" }', "UTC"),
    "",
  ];
  const valkey = cache && [
    row(0, "cache:", "Valkey on ElastiCache; services get REDIS_URL"),
    `  version: "${cache.version}"`,
    "  node: cache.t4g.micro",
    row(2, "nodes: 1", "two and `multiAz: true` survive the loss of a zone"),
    "  ttl:",
    row(4, "session: 30m", "services get CACHE_TTL_SESSION_SECONDS"),
    "",
  ];
  return [postgres, valkey].flatMap((lines) => (lines ? [lines.join("\n")] : [])).join("\n");
}

function secrets({ secrets }: Choices): string {
  const names = Object.entries(secrets);
  if (names.length === 0) return "";
  const lines = names.map(([name, description]) => `  ${name}: { description: ${scalar(description)} }`);
  return [
    row(0, "secrets:", "names alone: values go into AWS Secrets Manager, never into this file"),
    ...lines,
    "",
  ].join("\n");
}

function services(choices: Choices): string {
  return ["services:", ...choices.services.map((one) => service(one, choices)), ""].join("\n").replace(/\n\n$/, "\n");
}

function operations({ services, database, project }: Choices): string {
  if (!database) return "";
  const able = services.filter(({ prisma, framework }) => prisma && framework !== "custom");
  const migrating = able.find(({ uses }) => uses?.includes("database") ?? true);
  const which = able.length > 1 ? `{ service: ${migrating?.name ?? ""} }` : "{}";
  const migration =
    migrating === undefined ? [] : [row(2, `migration: ${which}`, "`prisma migrate deploy` runs before each rollout")];
  return [
    "operations:",
    ...migration,
    row(2, `# backup: { bucket: ${project}-backups }`, "a daily pg_dump to S3, beside RDS's own snapshots"),
    "",
  ]
    .join("\n")
    .replace(/^operations:\n(?= {2}#)/, "# operations:\n")
    .replace(/^(# operations:\n) {2}# /, "$1#   ");
}

function delivery({ repository, branch, account }: Choices): string {
  if (account === undefined || repository === undefined) {
    const known = repository ?? "OWNER/NAME";
    return [
      "# GitHub workflows, which reach AWS without a stored key. They need the account below.",
      "# delivery:",
      `#   github: { repository: ${scalar(known)}, branch: ${scalar(branch ?? "main")} }`,
      "",
    ].join("\n");
  }
  return [
    row(0, "delivery:", "GitHub workflows, which reach AWS without a stored key"),
    `  github: { repository: ${scalar(repository)}, branch: ${scalar(branch ?? "main")} }`,
    "",
  ].join("\n");
}

function local({ database, cache, targets }: Choices): string {
  // Without a compose file of ours, none of it would do anything.
  if (targets && !targets.includes("compose")) return "";
  const user = database?.username;
  const store = [
    ...(database?.port === undefined ? [] : [`port: ${database.port}`]),
    ...(user === undefined ? [] : [`username: ${scalar(user)}`]),
  ];
  const lines = [
    ...(store.length === 0 ? [] : [`  database: { ${store.join(", ")} }`]),
    ...(cache?.port === undefined ? [] : [`  cache: { port: ${cache.port} }`]),
  ];
  return lines.length === 0
    ? ""
    : [row(0, "local:", "the developer's machine, with Docker Compose"), ...lines, ""].join("\n");
}

function environments({ account }: Choices): string {
  return [
    row(0, "environments:", "what differs from the above, in the order of delivery"),
    "  production:",
    account === undefined
      ? row(4, '# account: "111122223333"', "the AWS account; pipelines need it")
      : `    account: "${account}"`,
    row(4, "protect: true", "nothing that holds data may be deleted or replaced"),
    "",
  ].join("\n");
}
