// One fact, one value: what is generated agrees with itself, read back from the texts alone, and an edit of one place
// in any kind of file is told with the place that it contradicts.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compile } from "#src/compile.ts";
import { type Facts, facts } from "#src/facts.ts";
import { originsOf } from "#src/plan/records.ts";
import { goldenCases } from "../cases.ts";
import { runs, sampleSpecs } from "../support/specs.ts";

const ROOT = join(import.meta.dirname, "../..");

interface Output {
  readonly texts: ReadonlyMap<string, string>;
  readonly map: Parameters<typeof facts>[0]["map"];
}

function outputOf(text: string): Output {
  const { artifacts } = compile(text, "sage.yaml");
  return {
    texts: new Map(artifacts.map(({ path, text }) => [path, text])),
    map: new Map(artifacts.map((artifact) => [artifact.path, originsOf(artifact)])),
  };
}

const spec = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const reference = outputOf(spec("spec/sage.yaml"));
const terraform = outputOf(spec("test/golden/alarms-by-terraform/sage.yaml"));
const told = ({ findings }: Facts): string[] =>
  findings.map(({ values }) => `${values["fact"]}: ${values["first"]} or ${values["other"]}`);

describe("agreement", () => {
  const outputs: readonly (readonly [string, Output])[] = [
    ["reference", reference],
    ...goldenCases().map(
      ({ name, folder }) => [name, outputOf(readFileSync(join(folder, "sage.yaml"), "utf8"))] as const,
    ),
  ];

  test.each(outputs)("of all that is generated for %s", (name, output) => {
    const read = facts(output);
    expect(told(read)).toEqual([]);
    expect(read.facts.length).toBeGreaterThan(25);
    console.log(
      `${name}: ${read.facts.length} facts in ${read.facts.flatMap(({ places }) => places).length} places agree`,
    );
  });

  test("of whatever else the language can say", () => {
    const outputs = sampleSpecs(runs(25), 20261123).map(({ text }) => outputOf(text));
    expect(outputs.flatMap((output) => told(facts(output)))).toEqual([]);
  });

  test("of so many services that rights are told by patterns", () => {
    const services = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`service-${index}`, { port: 3000 + index, databaseConnections: 1 }]),
    );
    const text = JSON.stringify({
      version: 1,
      project: "crowd",
      region: "eu-west-1",
      database: { instance: "db.r6g.xlarge" },
      services,
      delivery: { github: { repository: "crowd/crowd" } },
      environments: { production: { account: "111122223333" } },
    });
    const output = outputOf(text);
    expect(output.texts.get("infra/delivery.ts")).toMatch(/-\*/);
    expect(told(facts(output))).toEqual([]);
  });

  test("of a program that an override changed, with the other files that it must agree with", () => {
    const spec = (path: string, value: string): string => `
version: 1
project: shop
region: eu-west-1
services: { api: { port: 4000, task: { cpu: 512, memory: 1GiB } } }
overrides:
  mine: { on: api-task, reason: To see what follows., patch: [{ op: replace, path: ${path}, value: ${value} }] }
`;
    expect(told(facts(outputOf(spec("/memory", '"2048"'))))).toEqual([]);
    const clash = told(facts(outputOf(spec("/containerDefinitions/0/portMappings/0/containerPort", "4001"))));
    expect(clash).toEqual(["api: port: 4000 or 4001"]);
  });

  test("of files that no reader was told about: every file that says something is read", () => {
    const silent =
      /^(?:\.gitattributes|\.gitignore|.*\.dockerignore|infra\/tsconfig\.json|infra\/notifier\/.*|infra\/config\.ts|infra\/extensions\.ts|infra\/index\.ts|scripts\/restore-db\.sh)$/;
    const said = new Set(facts(reference).facts.flatMap(({ places }) => places.map(({ file }) => file)));
    expect([...reference.texts.keys()].filter((path) => !silent.test(path) && !said.has(path))).toEqual([]);
  });
});

/** A fact, and in how many files of the reference it stands at the least. */
const STATED: Readonly<Record<string, number>> = {
  "backend: port": 6,
  "backend: health path": 4,
  "production: cluster": 4,
  "production: backend: service": 4,
  "production: backend: family": 4,
  "production: backend: repository": 2,
  "production: deploy role": 4,
  "production: secrets that a person fills": 2,
  "production: backend: migration: log group": 2,
  "PostgreSQL's major of tools and images": 4,
  "Node.js of the pipelines": 3,
  Pulumi: 2,
  "backend: folder": 3,
  "backend: variables": 2,
  "production: the deploy role may ecs:RunTask": 2,
  "branch that is delivered": 4,
  "production: account": 5,
  "production: region": 5,
};

test.each(Object.entries(STATED))("%s stands in %i files or more", (name, files) => {
  const [fact, second] = facts(reference).facts.filter(({ fact }) => fact === name);
  expect(second).toBeUndefined();
  expect(new Set(fact?.places.map(({ file }) => file)).size).toBeGreaterThanOrEqual(files);
});

/** An edit of one place, and the fact that is then told. */
type Edit = readonly [file: string, from: string | RegExp, to: string, fact: string];

const DEPLOY = ".github/workflows/deploy-backend.yml";
const INFRASTRUCTURE = ".github/workflows/infrastructure.yml";
const SERVICE = "infra/services/backend.ts";

const IMAGES: readonly Edit[] = [
  ["apps/backend/Dockerfile", "EXPOSE 3000", "EXPOSE 3001", "backend: port"],
  ["apps/backend/Dockerfile", "ENV PORT=3000", "ENV PORT=8080", "backend: port"],
  ["apps/backend/Dockerfile", "3000/health'", "3000/ready'", "backend: health path"],
  ["apps/backend/Dockerfile", "--interval=15s", "--interval=30s", "backend: seconds between health checks"],
  ["apps/backend/Dockerfile", "postgres:18-trixie", "postgres:17-trixie", "PostgreSQL's major of tools and images"],
  [
    "apps/backend/Dockerfile",
    "FROM node:24-trixie-slim AS runtime",
    "FROM node:22-trixie-slim AS runtime",
    "backend: Node.js",
  ],
  ["apps/backend/Dockerfile", "AS runtime", "AS release", "backend: stage that is deployed"],
  ["apps/backend/Dockerfile", "AS migrate", "AS migration", "stage of the migrations"],
  [
    "apps/backend/Dockerfile",
    "PGSSLROOTCERT=/etc/ssl/certs/rds",
    "PGSSLROOTCERT=/etc/ssl/rds",
    "path of RDS's certificates",
  ],
  ["scripts/Dockerfile", "restore-db.sh /usr/local/bin/", "restore-db.sh /usr/bin/", "path of the script backup"],
  ["scripts/Dockerfile", 'CMD ["backup-db.sh"]', 'CMD ["backup.sh"]', "script backup"],
];

const COMPOSE: readonly Edit[] = [
  ["docker-compose.yml", "127.0.0.1:3000:3000", "127.0.0.1:3000:3001", "backend: port"],
  ["docker-compose.yml", "name: sage\n", "name: sago\n", "project"],
  ["docker-compose.yml", "./apps/frontend\n", "./apps/front\n", "frontend: folder"],
  ["docker-compose.yml", "postgres:18", "postgres:16", "PostgreSQL's major of tools and images"],
  ["docker-compose.yml", "valkey:8.0", "valkey:9.0", "Valkey's major of images"],
  ["docker-compose.yml", "POSTGRES_DB: sage", "POSTGRES_DB: other", "database: name"],
  ["docker-compose.yml", "POSTGRES_USER: sage", "POSTGRES_USER: other", "local database: user"],
  ["docker-compose.yml", "allkeys-lru", "noeviction", "cache: what goes when it is full"],
  [
    "docker-compose.yml",
    'CACHE_TTL_MARKET_PRICE_SECONDS: "300"',
    'CACHE_TTL_MARKET_PRICE_SECONDS: "5"',
    "backend: CACHE_TTL_MARKET_PRICE_SECONDS",
  ],
  ["docker-compose.yml", "LOG_LEVEL: info", "LOGLEVEL: info", "backend: variables"],
  ["docker-compose.yml", "redis://valkey:6379", "redis://valkey:6380", "cache: port"],
  [
    "docker-compose.yml",
    "ANTHROPIC_API_KEY: ${ANTHROPIC_API_KEY:",
    "ANTHROPIC_API_KEY: ${ANTHROPIC_KEY:",
    "local values",
  ],
  [".env.example", "ANTHROPIC_API_KEY=\n", "", "local values"],
];

const WORKFLOWS: readonly Edit[] = [
  [DEPLOY, "role/sage-staging-deploy", "role/sage-deploy", "staging: deploy role"],
  [DEPLOY, "iam::111122223333:", "iam::111122223334:", "staging: account"],
  [DEPLOY, "aws-region: us-west-2", "aws-region: us-west-1", "staging: region"],
  [DEPLOY, "REPOSITORY: sage-staging/backend", "REPOSITORY: sage-production/backend", "staging: backend: repository"],
  [DEPLOY, "CLUSTER: sage-staging", "CLUSTER: staging", "staging: cluster"],
  [DEPLOY, "service: backend", "service: api", "staging: backend: service"],
  [
    DEPLOY,
    "task-definition-family: sage-staging-backend\n",
    "task-definition-family: backend\n",
    "staging: backend: family",
  ],
  [DEPLOY, "container-name: migrate", "container-name: prisma", "staging: backend: migration: container"],
  [DEPLOY, "LOG_GROUP: /ecs/sage-staging/", "LOG_GROUP: /sage-staging/", "staging: backend: migration: log group"],
  [DEPLOY, "LOG_STREAM: migrate/", "LOG_STREAM: ecs/", "staging: backend: migration: log stream"],
  [DEPLOY, "environment: staging", "environment: test", "environments"],
  [DEPLOY, "- main", "- master", "branch that is delivered"],
  [DEPLOY, "target: runtime", "target: release", "backend: stage that is deployed"],
  [DEPLOY, "apps/backend/**", "apps/api/**", "backend: folder"],
  [DEPLOY, "service.tar\n          REGISTRY", "image.tar\n          REGISTRY", "deploy-backend: archives"],
  [DEPLOY, "name: images\n          path: |-", "name: image\n          path: |-", "deploy-backend: artifact"],
  [DEPLOY, /checkout@[0-9a-f]{40}/, `checkout@${"0".repeat(40)}`, "action actions/checkout"],
  [DEPLOY, "aws ecr batch-get-image", "aws ecr put-image-tag", "staging: the deploy role may ecr:PutImageTag"],
  [INFRASTRUCTURE, 'pulumi-version: "3.270.0"', 'pulumi-version: "3.269.0"', "Pulumi"],
  [INFRASTRUCTURE, "node-version: 24", "node-version: 22", "Node.js of the pipelines"],
  [INFRASTRUCTURE, "stack-name: staging", "stack-name: production", "staging: stack"],
  [INFRASTRUCTURE, "role/sage-production-preview", "role/sage-production-look", "production: preview role"],
  [INFRASTRUCTURE, "role/sage-staging-infrastructure", "role/sage-staging-admin", "staging: infrastructure role"],
  [INFRASTRUCTURE, "work-dir: infra", "work-dir: pulumi", "folder of the program"],
  [
    ".github/workflows/operations.yml",
    "family: sage-staging-operations-backup",
    "family: sage-staging-backup",
    "staging: backup: family",
  ],
];

const SCRIPTS: readonly Edit[] = [
  ["scripts/backup-db.sh", "default_log=/var/log/backup.log", "default_log=/tmp/backup.log", "backup: log file"],
  ["scripts/backup-db.sh", "BACKUP_PREFIX-daily/", "BACKUP_PREFIX-nightly/", "backup: keys in the bucket"],
  ["scripts/backup-db.sh", "script=backup-db.sh", "script=backup.sh", "script backup"],
  ["scripts/migrate.sh", "service_path=apps/backend", "service_path=apps/api", "folder of the migrations"],
];

const PROGRAM: readonly Edit[] = [
  [SERVICE, "portMappings: [{ containerPort: 3000", "portMappings: [{ containerPort: 3001", "backend: port"],
  [SERVICE, "family: `${prefix}-backend`", "family: `${prefix}-api`", "production: backend: family"],
  [SERVICE, 'name: "migrate"', 'name: "prisma"', "staging: backend: migration: container"],
  [SERVICE, "            secretCacheUrl.arn,\n", "", "production: secrets that backend reads"],
  [SERVICE, '{ name: "LOG_LEVEL", value: "info" }', '{ name: "LOG_LEVEL", value: "debug" }', "backend: LOG_LEVEL"],
  [SERVICE, 'containerPath: "/tmp"', 'containerPath: "/var/tmp"', "backend: folder that can be written"],
  [
    SERVICE,
    "name: `/ecs/${prefix}/backend-migrate`",
    "name: `/ecs/${prefix}/migrate`",
    "staging: backend: migration: log group",
  ],
  ["infra/load-balancer.ts", 'path: "/health"', 'path: "/"', "backend: health path"],
  ["infra/security.ts", "fromPort: 5432", "fromPort: 5433", "database: port"],
  ["infra/cluster.ts", "name: prefix", 'name: "main"', "production: cluster"],
  ["infra/registry.ts", "name: `${prefix}/backend`", "name: `${prefix}-backend`", "production: backend: repository"],
  ["infra/database.ts", 'engineVersion: "18"', 'engineVersion: "17"', "production: database: major"],
  ["infra/database.ts", 'family: "postgres18"', 'family: "postgres17"', "production: database: major"],
  ["infra/database.ts", 'dbName: "sage"', 'dbName: "main"', "database: name"],
  ["infra/database.ts", "postgresql://sage_admin:", "postgresql://sage:", "database: user"],
  ["infra/cache.ts", 'nodeType: "cache.t4g.micro"', 'nodeType: "cache.t4g.small"', "production: cache: node"],
  ["infra/secrets.ts", "/anthropicApiKey`", "/anthropic`", "production: secrets that a person fills"],
  ["infra/delivery.ts", "name: `${prefix}-deploy`", "name: `${prefix}-release`", "production: deploy role"],
  ["infra/delivery.ts", "`repo:sage-ai/sage:environment", "`repo:sage-ai/other:environment", "repository on GitHub"],
  ["infra/delivery.ts", "refs/heads/main", "refs/heads/master", "branch that is delivered"],
  [
    "infra/delivery.ts",
    '"ecs:DescribeServices", "ecs:UpdateService"',
    '"ecs:DescribeServices"',
    "production: the deploy role may ecs:UpdateService",
  ],
  ["infra/delivery.ts", "          backendMigrateTaskRole.arn,\n", "", "production: roles of tasks"],
  ["infra/operations.ts", "arn}/daily/*`", "arn}/weekly/*`", "backup: keys in the bucket"],
  ["infra/operations.ts", "arn}/migrations/*`", "arn}/moves/*`", "migrate: keys in the bucket"],
  [
    "infra/operations.ts",
    'command: ["/usr/local/bin/backup-db.sh"]',
    'command: ["/backup-db.sh"]',
    "path of the script backup",
  ],
  ["infra/alerts.ts", "CHANNEL_ERRORS: secret", "CHANNEL_ERROR: secret", "production: variables of channels"],
  ["infra/alerts.ts", 'responseTime: "performance"', 'responseTime: "errors"', "alarm responseTime: channel"],
  ["infra/alerts.ts", "name: `${prefix}-backendCpu`", "name: `${prefix}-cpu`", "production: alarms"],
  ["infra/Pulumi.yaml", "name: sage", "name: sago", "project"],
  ["infra/Pulumi.staging.yaml", "aws:region: us-west-2", "aws:region: us-west-1", "staging: region"],
  ["infra/Pulumi.staging.yaml", '- "111122223333"', '- "999922223333"', "staging: account"],
  ["infra/Pulumi.staging.yaml", "db.t4g.micro", "db.t4g.small", "staging: database: class"],
  ["infra/package.json", '"@pulumi/pulumi": "3.270.0"', '"@pulumi/pulumi": "3.271.0"', "Pulumi"],
];

const DOCUMENTS: readonly Edit[] = [
  ["docs/infrastructure.md", "| 3000 | behind", "| 3001 | behind", "backend: port"],
  ["docs/infrastructure.md", "-->|5432| database", "-->|5433| database", "database: port"],
  ["docs/infrastructure.md", "18 on db.t4g.micro", "17 on db.t4g.micro", "staging: database: version"],
  ["docs/infrastructure.md", "2 to 6 × 512 CPU", "2 to 8 × 512 CPU", "production: backend: tasks at the most"],
  [
    "docs/infrastructure.md",
    "put_secret sage/staging/anthropicApiKey",
    "put_secret sage/staging/apiKey",
    "staging: secrets that a person fills",
  ],
  [
    "docs/infrastructure.md",
    "--cluster sage-production --service backend",
    "--cluster sage --service backend",
    "production: cluster",
  ],
  [
    "docs/infrastructure.md",
    "--family-prefix sage-production-backend",
    "--family-prefix backend",
    "production: backend: family",
  ],
  ["docs/prompts/container.md", "| 3000 |", "| 3001 |", "backend: port"],
  ["docs/prompts/local.md", "`apps/backend`", "`apps/back`", "backend: folder"],
  ["docs/prompts/backup.md", "| 7 days, taken 03:00", "| 8 days, taken 03:00", "staging: database: days of backups"],
  ["docs/prompts/infrastructure.md", "`444455556666`", "`444455556667`", "production: account"],
  ["docs/prompts/logs.md", "= 65 of", "= 66 of", "production: database connections"],
  ["docs/prompts/migration.md", "in `apps/backend`", "in `apps/back`", "backend: folder"],
  ["docs/prompts/monitoring.md", "above 5% for 1 minute", "above 9% for 1 minute", "production: alarm apiErrorRate"],
  ["docs/prompts/pipeline.md", "the branch `main`", "the branch `trunk`", "branch that is delivered"],
  ["docs/prompts/pipeline.md", "assume `sage-staging-deploy`", "assume `sage-deploy`", "staging: deploy role"],
  ["AGENTS.md", "= 45 of 96", "= 45 of 97", "staging: database connections"],
  ["docs/infrastructure.md", "--service backend --force", "--service back --force", "production: backend: service"],
  [
    "docs/infrastructure.md",
    "operate /usr/local/bin/restore-db.sh --yes",
    "operate /restore-db.sh",
    "path of the script restore",
  ],
  ["docs/infrastructure.md", "--repo sage-ai/sage", "--repo sage/sage", "repository on GitHub"],
  ["docs/infrastructure.md", "above 5% for 1 minute", "above 9% for 1 minute", "production: alarm apiErrorRate"],
  ["docs/infrastructure.md", "| 127             | 129 ", "| 127             | 128 ", "production: resources"],
  ["docs/infrastructure.md", "`0 18 * * *`", "`0 17 * * *`", "production: backup: minute and hour"],
  ["docs/infrastructure.md", "newest 7 stay", "newest 9 stay", "production: backups that are kept"],
];

const MONITORING: readonly Edit[] = [
  ["terraform/monitoring.tf", 'service_name = "api"', 'service_name = "web"', "production: api: service"],
  ["terraform/monitoring.tf", "cluster_name = local.prefix", 'cluster_name = "tide"', "production: cluster"],
  ["terraform/monitoring.tf", '"tide-alerts-${var.environment}"', '"tide-${var.environment}"', "production: topic"],
  ["terraform/monitoring.tf", 'region = "eu-west-3"', 'region = "eu-west-1"', "staging: region"],
  ["terraform/monitoring.tf", "    staging = {", "    test = {", "environments"],
  [
    "terraform/monitoring.tf",
    '"${local.prefix}-api"',
    '"${local.prefix}-web"',
    "production: api: name of the target group",
  ],
  ["terraform/monitoring.tf", '"${local.prefix}-orders"', '"${local.prefix}-sales"', "production: alarms"],
];

const KINDS: Readonly<Record<string, readonly [Output, readonly Edit[]]>> = {
  "a Dockerfile": [reference, IMAGES],
  compose: [reference, COMPOSE],
  workflows: [reference, WORKFLOWS],
  scripts: [reference, SCRIPTS],
  "the program": [reference, PROGRAM],
  documents: [reference, DOCUMENTS],
  Terraform: [terraform, MONITORING],
};

describe.each(Object.entries(KINDS))("an edit of %s", (_, [output, edits]) => {
  test.each(edits)("%s: %s → %s is told as %s", (file, from, to, fact) => {
    const text = output.texts.get(file) ?? "";
    const edited = text.replace(from, () => to);
    expect(edited, "the edit fits").not.toBe(text);
    const { findings } = facts({ ...output, texts: new Map([...output.texts, [file, edited]]) });
    const found = findings.find(({ code, values }) => code === "facts/differ" && values["fact"] === fact);
    expect(found?.values, told({ facts: [], findings }).join("\n")).toBeDefined();
    const places = [found?.values["firstPlace"], found?.values["otherPlace"]];
    expect(places).toContainEqual(expect.stringMatching(new RegExp(`^${file.replaceAll(".", "\\.")}:\\d+$`)));
  });
});

describe("what can't be read", () => {
  test.each([
    ["docker-compose.yml", "services:\n\t- x"],
    ["infra/cluster.ts", "export const cluster = new aws.ecs.Cluster(;"],
    ["infra/cluster.ts", "export const cluster = `open"],
    ["infra/cluster.ts", "export const cluster = { name: nobody };"],
    ["infra/Pulumi.staging.yaml", "config: [\n"],
  ])("%s is told: %s", (file, text) => {
    const { findings } = facts({ ...reference, texts: new Map([...reference.texts, [file, text]]) });
    expect(findings[0]).toMatchObject({ code: "facts/unreadable", file });
    expect(findings[0]?.values["place"]).toMatch(/:\d+$/);
  });

  test("Terraform without its end", () => {
    const text = (terraform.texts.get("terraform/monitoring.tf") ?? "").replace(/\}\n$/, "");
    const { findings } = facts({ ...terraform, texts: new Map([["terraform/monitoring.tf", text]]) });
    expect(findings).toMatchObject([{ code: "facts/unreadable" }]);
  });
});
