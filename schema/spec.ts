// What a user may write, section by section: the closed vocabulary of sage.yaml with its types and defaults.
// The published JSON Schema is made from it. What needs two places to judge belongs to resolve.
import * as z from "zod";
import { TARGETS } from "./draft.ts";
import { camelName, count, duration, kebabName, line, share, size, text, told, variableName } from "./scalars.ts";

const cidr = (description: string) =>
  text(
    description,
    /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/,
    "an IPv4 block, as `10.0.0.0/16`",
    "network/cidr-invalid",
  ).register(told, {
    description,
    examples: ["10.0.0.0/16"],
  });

const flag = (description: string) => z.boolean().register(told, { description });
const folder = (description: string) =>
  text(
    description,
    /^(?!.{401})(?!.*[^/]{201})(?:\.|(?!\/)(?!.*(?:^|\/)\.\.?(?:\/|$))(?!.*\/\/)(?!-)[A-Za-z0-9._@+-]+(?:\/[A-Za-z0-9._@+][A-Za-z0-9._@+-]*)*)$/,
    "a relative path below the repository, of letters, digits and `._@+-`, as `apps/backend`",
  );
const logFile = (description: string) =>
  text(
    description,
    /^(?!.{401})(?!.*[^/]{201})\/(?!.*\/\.\.?(?:\/|$))[A-Za-z0-9._@+/ -]+$/,
    "an absolute path, as `/var/log/backup.log`",
  );
const tags = z
  .record(
    text(
      "A tag's key.",
      /^(?!aws:)[\p{L}\p{N} _.:/=+@-]{1,128}$/u,
      "at most 128 letters, digits, spaces and `_.:/=+-@`, not beginning with `aws:`",
      "name/invalid",
    ),
    text("A tag's value.", /^[\p{L}\p{N} _.:/=+@-]{0,256}$/u, "at most 256 letters, digits, spaces and `_.:/=+-@`"),
  )
  .register(told, {
    description: "Tags of every AWS resource, beside `Project` and `Environment`.",
    examples: [{ Team: "platform" }],
  });

const network = z
  .strictObject({
    cidr: cidr("The VPC's address block, /16 to /28.").default("10.0.0.0/16"),
    nat: z.enum(["none", "single", "per-az"]).default("single").register(told, {
      description:
        "How private subnets reach the internet: not at all, through one NAT gateway, or through one in each zone (`per-az`).",
    }),
    subnets: z
      .strictObject({
        public: z
          .array(cidr("A public subnet's block."))
          .register(told, { description: "Load balancer and NAT gateways; one block a zone, in zone order." }),
        private: z
          .array(cidr("A private subnet's block."))
          .register(told, { description: "ECS tasks; one block a zone." }),
        database: z.array(cidr("A database subnet's block.")).optional().register(told, {
          description: "PostgreSQL and Valkey: no route to the internet; one block a zone. Left out, there are none.",
        }),
      })
      .optional()
      .register(told, { description: "The subnets' blocks. Left out, two zones are laid out from `cidr`." }),
  })
  .register(told, { description: "The VPC and its subnets." });

const database = z
  .strictObject({
    engine: z.literal("postgres").default("postgres").register(told, { description: "The engine: PostgreSQL on RDS." }),
    version: text(
      "PostgreSQL's major version, or major and minor, in quotes.",
      /^[1-9][0-9](\.[0-9]{1,2})?$/,
      'a quoted version, as "18" or "18.4"',
    ).default("18"),
    instance: text(
      "The RDS instance class: its memory decides how many connections there are.",
      /^db\.[a-z0-9-]+\.[a-z0-9-]+$/,
      "an RDS instance class, as `db.t4g.micro`",
    ).default("db.t4g.micro"),
    name: text(
      "The database's name. Left out, it is the project's, with `_` for `-`.",
      /^[a-z][a-z0-9_]{0,62}$/,
      "lower-case letters, digits and underscores, beginning with a letter, at most 63",
      "name/invalid",
    ).optional(),
    username: text(
      "The master user. Left out, it is the database's name with `_admin`.",
      /^[a-z][a-z0-9_]{0,15}$/,
      "lower-case letters, digits and underscores, beginning with a letter, at most 16",
      "name/invalid",
    ).optional(),
    storage: z
      .strictObject({
        initial: size("What is allocated at first; it never shrinks.").default("20GiB"),
        max: size("The limit that storage autoscaling may reach.").default("100GiB"),
      })
      .prefault({})
      .register(told, { description: "Storage of type gp3, encrypted: whole GiB from 20GiB to 65536GiB." }),
    multiAz: flag("A standby in another zone, with automatic failover.").default(false),
    backup: z
      .strictObject({
        retention: duration("How long RDS keeps its own backups: 1d to 35d.").default("7d"),
        window: text(
          "When RDS takes its daily backup: from-to, in UTC, half an hour at least.",
          /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/,
          "a daily window in UTC, as `03:00-04:00`",
        ).default("03:00-04:00"),
      })
      .prefault({})
      .register(told, { description: "RDS's automated backups and point-in-time recovery." }),
    maintenance: text(
      "When RDS may apply updates: day and time from-to, in UTC, half an hour at least.",
      /^(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d-(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d$/,
      "a weekly window in UTC, as `sun:04:30-sun:05:30`",
    ).default("sun:04:30-sun:05:30"),
  })
  .register(told, { description: "PostgreSQL on RDS. Left out, there is none." });

const cache = z
  .strictObject({
    engine: z.literal("valkey").default("valkey").register(told, { description: "The engine: Valkey on ElastiCache." }),
    version: text(
      "Valkey's version as ElastiCache offers it, in quotes.",
      /^[1-9]\.[0-9]$/,
      'a quoted version, as "8.0"',
    ).default("8.0"),
    node: text(
      "The ElastiCache node type: its memory is the cache's size.",
      /^cache\.[a-z0-9-]+\.[a-z0-9-]+$/,
      "a cache node type, as `cache.t4g.micro`",
    ).default("cache.t4g.micro"),
    nodes: count("How many nodes: one primary, the rest replicas.", 1, 6).default(1),
    multiAz: flag("Nodes in several zones, with automatic failover; needs two nodes or more.").default(false),
    ttl: z
      .record(camelName, duration("How long the application may keep it; at least 1s."))
      .default({})
      .register(told, {
        description: "What the application may keep and for how long: each becomes CACHE_TTL_<NAME>_SECONDS.",
        examples: [{ marketPrice: "5m" }],
      }),
  })
  .register(told, { description: "Valkey on ElastiCache. Left out, there is none." });

const secrets = z
  .record(
    camelName,
    z
      .strictObject({ description: line("What the secret is, for whoever has to put its value in.", 2048) })
      .register(told, { description: "One secret: its name here, its value in AWS Secrets Manager alone." }),
  )
  .register(told, { description: "Names of secrets in AWS Secrets Manager. A value never stands in the spec." });

const task = z
  .strictObject({
    cpu: count(
      "CPU units of one task: 1024 are one vCPU. Fargate sells 256, 512, 1024, 2048, 4096, 8192 and 16384.",
      256,
      16384,
    ).default(256),
    memory: size("Memory of one task; which sizes there are depends on `cpu`.").default("512MiB"),
  })
  .register(told, { description: "The size of one Fargate task." });

const scale = z
  .strictObject({
    min: count("The fewest tasks.", 1, 1000).default(1),
    max: count(
      "The most tasks that autoscaling starts. Left out, as many as `min`, and nothing scales.",
      1,
      1000,
    ).optional(),
    cpu: share("The average CPU that autoscaling aims at. Left out, 70% where `max` is more than `min`.").optional(),
  })
  .register(told, { description: "How many tasks run." });

const route = z
  .strictObject({
    host: text(
      "The host name that requests are for; `*.` may begin it. Left out, every host.",
      // The load balancer takes letters alone behind the last dot, and so no address:
      // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_HostHeaderConditionConfig.html
      /^(?!.{129})(\*\.)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]+$/,
      "a host name of at most 128 characters with letters alone behind its last dot, as `api.example.com`",
    ).optional(),
    path: text(
      "A path prefix: `/api` takes `/api` and all below it; the service gets the whole path. Left out, every path.",
      // The load balancer compares at most 128 characters, and `/*` is put behind.
      /^(?!.{127})\/[A-Za-z0-9._~$-]+(\/[A-Za-z0-9._~$-]+)*$/,
      "a path prefix of at most 126 characters without a slash at its end, as `/api`",
    ).optional(),
    priority: count(
      "The load balancer's rule priority; the lowest is asked first. Left out, it follows from route and name, the more specific first.",
      1,
      50000,
    ).optional(),
  })
  .register(told, {
    description:
      "Which requests of the shared load balancer reach this public service. Left out, all that no other route takes.",
  });

const healthPath = text(
  "The path that answers 200 when the service is well. Left out, it is `/`.",
  /^(?!.{1025})\/[A-Za-z0-9._~/?&=%-]*$/,
  "a path, as `/health`",
);
const certificate = text(
  "The ARN of the ACM certificate of the HTTPS listener. Left out, the load balancer speaks HTTP.",
  /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[A-Za-z0-9-]{1,64}$/,
  "an ARN, as `arn:aws:acm:us-east-1:111122223333:certificate/…`",
);
const environmentVariables = z
  .record(variableName, line("The variable's value, a text: numbers and `true` in quotes. Never a secret.", 4096))
  .register(told, { description: "Environment variables with plain values." });
const secretVariables = z
  .record(
    variableName,
    camelName.meta({ description: "The name of the secret that fills it, of those under `secrets`." }),
  )
  .register(told, { description: "Environment variables that a secret fills: variable, and the secret's name." });

const service = z
  .strictObject({
    path: folder(
      "The service's folder, which is the build context of its image. Left out, it is `apps/<name>`.",
    ).optional(),
    renamedFrom: kebabName.optional().register(told, {
      description:
        "What it was called before: Pulumi then keeps its resources, all but those that AWS knows by the old name. Left out where it always was called so, and once the change is applied everywhere.",
    }),
    framework: z.enum(["nestjs", "node", "vite", "custom"]).default("node").register(told, {
      description: "What builds and runs it; `custom` brings its own Dockerfile.",
    }),
    port: count(
      "The TCP port that it listens on, everywhere: in AWS, on the developer's machine, and in PORT. Left out, it is a worker and listens nowhere.",
      1,
      65535,
    ).optional(),
    health: healthPath.optional(),
    expose: z.enum(["public", "internal"]).default("internal").register(told, {
      description: "Behind the load balancer (`public`), or reached by other services alone (`internal`).",
    }),
    route: route.optional(),
    certificate: certificate.optional(),
    deploy: flag("Whether it runs in AWS; `false` is for local development only.").default(true),
    internet: flag("Whether it needs a way out to the internet; `false` closes it.").default(true),
    architecture: z
      .enum(["x86_64", "arm64"])
      .default("x86_64")
      .register(told, { description: "The CPU architecture of image and tasks." }),
    uses: z
      .array(z.enum(["database", "cache"]).register(told, { description: "A store of the spec." }))
      .optional()
      .register(told, { description: "Which stores it talks to. Left out, all that the spec has, and none for vite." }),
    calls: z
      .array(kebabName.meta({ description: "The name of another service that is deployed and has a port." }))
      .default([])
      .register(told, {
        description: "Services that it calls by their internal address: each gives it <NAME>_URL, and opens the way.",
      }),
    task: task.prefault({}),
    scale: scale.prefault({}),
    start: duration("How long a fresh task may take until its health checks count: up to 5m.").default("60s"),
    databaseConnections: count(
      "The most database connections that one task opens, also in DATABASE_POOL_MAX. Left out, 5.",
      1,
      1000,
    ).optional(),
    image: z
      .strictObject({
        node: count("Node.js's major version.", 18, 99).default(24),
        packageManager: z
          .enum(["npm", "pnpm"])
          .default("npm")
          .register(told, { description: "What installs its dependencies." }),
        prisma: flag("It uses Prisma: the client is generated in the build.").default(false),
        entry: folder("The file that node starts, below the service's folder.").default("dist/main.js"),
        maxSize: size(
          "The most that the compressed image may weigh; the pipeline refuses more. Left out, there is no limit.",
        ).optional(),
      })
      .prefault({})
      .register(told, { description: "How its image is built." }),
    env: environmentVariables.default({}),
    secrets: secretVariables.default({}),
  })
  .register(told, { description: "One service: a program in a container." });

const limit = (side: "above" | "below") =>
  z.union([z.string(), z.number()]).register(told, {
    description:
      `It fires ${side} this: in the metric's own unit, a share (cpu, memory, errorRate, connections), a duration (p50 to p99), ` +
      `a size (storage), or a plain number. Left out where the other side is said.`,
    examples: ["80%"],
  });
const alarm = z
  .strictObject({
    on: text(
      "What it watches: a service, `database` or `cache`. Left out for a custom metric alone.",
      /^[a-z][a-z0-9-]*$/,
      "the name of a service, `database` or `cache`",
    ).optional(),
    metric: z
      .enum([
        "connections",
        "cpu",
        "credits",
        "custom",
        "errorRate",
        "errors",
        "evictions",
        "memory",
        "p50",
        "p90",
        "p95",
        "p99",
        "requests",
        "storage",
        "unhealthy",
      ])
      .register(told, { description: "The metric; `custom` is one of the application's own." }),
    namespace: line("The CloudWatch namespace of a custom metric. Left out for every other.", 255).optional(),
    name: line("The name of a custom metric. Left out for every other.", 255).optional(),
    statistic: z
      .enum(["Average", "Maximum", "Minimum", "SampleCount", "Sum"])
      .optional()
      .register(told, { description: "The statistic of a custom metric. Left out, it is `Sum`." }),
    above: limit("above").optional(),
    below: limit("below").optional(),
    period: duration("How long one data point covers: 10s, 30s or whole minutes.").default("5m"),
    periods: count("How many periods in a row.", 1, 1000).default(1),
    channel: camelName.meta({ description: "The channel that is told, of those under `alerts.channels`." }),
  })
  .register(told, { description: "One alarm: when it fires, and which channel it tells." });

const alerts = z
  .strictObject({
    topic: text(
      "The SNS topic; the environment's name is added. Left out, it is `<project>-alerts`.",
      /^[A-Za-z0-9_-]+$/,
      "letters, digits, hyphens and underscores",
      "name/invalid",
    ).optional(),
    channels: z
      .record(
        camelName,
        z
          .strictObject({
            discord: camelName.meta({ description: "The secret that holds the webhook's URL." }),
          })
          .register(told, { description: "One Discord channel, reached by a webhook." }),
      )
      .default({})
      .register(told, { description: "Where alarms go: a Discord webhook each." }),
    alarms: z.record(camelName, alarm).default({}).register(told, { description: "The alarms, by name." }),
  })
  .register(told, { description: "CloudWatch alarms, told to Discord. Left out, there are none." });

const delivery = z
  .strictObject({
    github: z
      .strictObject({
        repository: text(
          "Owner and repository.",
          /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})\/[A-Za-z0-9._-]{1,100}$/,
          "owner and repository, as `octo-org/shop`",
        ),
        branch: text(
          "The branch that is delivered.",
          /^(?!\/)(?!.*\/\/)(?!.*\.\.)(?!.*@\{)[A-Za-z0-9._/@+#-]{1,244}(?<![./])$/,
          "a branch name, as `main`",
        ).default("main"),
        ownerId: count(
          "GitHub's numeric id of the owner: `gh api repos/OWNER/REPO --jq .owner.id`. Left out, AWS trusts the name alone.",
          1,
          Number.MAX_SAFE_INTEGER,
        ).optional(),
        repositoryId: count(
          "GitHub's numeric id of the repository: `gh api repos/OWNER/REPO --jq .id`. Left out, AWS trusts the name alone.",
          1,
          Number.MAX_SAFE_INTEGER,
        ).optional(),
      })
      .register(told, { description: "The repository on GitHub." }),
    auth: z.literal("oidc").default("oidc").register(told, {
      description: "How pipelines reach AWS: OpenID Connect, so that no AWS key is stored anywhere.",
    }),
    review: z
      .strictObject({
        failOn: z.enum(["update", "downtime", "replace", "data-loss"]).optional().register(told, {
          description: "A pull request that does this to a resource, or worse, fails its review. Left out, none fails.",
        }),
      })
      .prefault({})
      .register(told, { description: "How spec-review.yml judges a pull request." }),
    oidcProvider: z.enum(["create", "existing"]).default("create").register(told, {
      description: "An account has one OIDC provider for GitHub: create it, or use the one that exists.",
    }),
  })
  .register(told, { description: "GitHub workflows, and the roles that they use. Left out, there are none." });

const operations = z
  .strictObject({
    backup: z
      .strictObject({
        bucket: text(
          "The S3 bucket; environment and account are added, because bucket names are global.",
          /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/,
          "lower-case letters, digits and hyphens",
          "name/invalid",
        ),
        keep: count("How many of the newest backups stay.", 1, 1000).default(7),
        schedule: line("When it runs: five fields of cron (minute, hour, day, month, weekday), in UTC.", 100).default(
          "0 3 * * *",
        ),
        log: logFile("Where the script logs beside standard output, if it may write there.").default(
          "/var/log/backup.log",
        ),
      })
      .optional()
      .register(told, { description: "A logical backup to S3, beside RDS's own. Left out, there is none." }),
    migration: z
      .strictObject({
        tool: z.literal("prisma").default("prisma").register(told, { description: "What applies migrations." }),
        service: kebabName.optional().register(told, {
          description: "The service whose folder holds them. Left out, it is the one that uses Prisma.",
        }),
        log: logFile("Where the script logs beside standard output, if it may write there.").default(
          "/var/log/migrate.log",
        ),
      })
      .optional()
      .register(told, { description: "Schema migrations, run before each rollout. Left out, there are none." }),
  })
  .register(told, { description: "Backups and migrations. Left out, there are none." });

const local = z
  .strictObject({
    network: text(
      "The compose network. Left out, it is `<project>-network`.",
      /^[a-z0-9][a-z0-9_-]{0,99}$/,
      "lower-case letters, digits, hyphens and underscores",
      "name/invalid",
    ).optional(),
    envFile: text(
      "The file with the local secrets.",
      /^(?!.{201})(?!\.env\.example$)(?!.*(?:^|\/)(?:-|\.\.?(?:\/|$)))[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/,
      "a file's name other than `.env.example`, as `.env`",
    ).default(".env"),
    database: z
      .strictObject({
        port: count("PostgreSQL's TCP port on the developer's machine.", 1, 65535).default(5432),
        username: text(
          "The local user. Left out, it is the database's name.",
          /^[a-z][a-z0-9_]{0,62}$/,
          "lower-case letters, digits and underscores, beginning with a letter",
          "name/invalid",
        ).optional(),
      })
      .prefault({})
      .register(told, { description: "PostgreSQL on the developer's machine." }),
    cache: z
      .strictObject({ port: count("Valkey's TCP port on the developer's machine.", 1, 65535).default(6379) })
      .prefault({})
      .register(told, { description: "Valkey on the developer's machine." }),
  })
  .register(told, { description: "Local development with Docker Compose." });

const override = z
  .strictObject({
    on: kebabName.optional().register(told, {
      description:
        "The resource, by its key in the program's `infra/`: `api-task`, `database`. Left out where `file` is said.",
    }),
    file: folder(
      "A generated YAML or JSON file, below the output folder: `docker-compose.yml`. Left out where `on` is said.",
    ).optional(),
    environments: z
      .array(kebabName.meta({ description: "The name of an environment." }))
      .optional()
      .register(told, { description: "Where a resource is changed. Left out, in every environment that has it." }),
    reason: line("Why: it stands beside what is changed.", 500),
    patch: z
      .array(
        z
          .strictObject({
            op: z
              .enum(["add", "remove", "replace", "test"])
              .register(told, { description: "What to do, as RFC 6902 has it." }),
            path: text(
              "A JSON Pointer into the resource's properties, or into the file.",
              /^(?!.{1001})(?:\/(?:[^~/\u0000-\u001f\ud800-\udfff]|~[01]){0,128})+$/u,
              "a JSON Pointer, as `/tags/Owner`",
            ),
            value: z.unknown().optional().register(told, {
              description: "The value to add, to put in, or to compare with. Left out for `remove`.",
            }),
          })
          .register(told, { description: "One operation of a JSON Patch." }),
      )
      .min(1)
      .register(told, { description: "A JSON Patch; `test` guards it against what changes below it." }),
  })
  .register(told, { description: "A change of what is generated that no key of the spec expresses." });
const overrides = z.record(kebabName, override).register(told, {
  description: "Changes of single resources or files, by name, each with its reason.",
});

const logs = z
  .strictObject({
    retention: duration("How long CloudWatch keeps logs: one of the steps that it offers, as 30d.").default("30d"),
  })
  .register(told, { description: "Logs in CloudWatch." });

/** The whole spec. Sections that an environment may change stand here once, and in `overlay` with every key optional. */
export const specSchema = z
  .strictObject({
    version: z.literal(1).register(told, { description: "The version of this language." }),
    project: kebabName.meta({
      description: "The product's name: the first part of every name in AWS.",
      examples: ["shop"],
    }),
    description: line("What the product is, for the documents. Left out, its name.").optional(),
    region: text("The AWS region.", /^(?!.{31})[a-z]{2}(-[a-z]+)+-\d$/, "an AWS region, as `eu-central-1`"),
    tags: tags.default({}),
    output: text(
      "The folder of what is generated, relative to the spec; `.` writes in place.",
      /^(?!.{401})(?!.*[^/]{201})[^\u0000-\u001f\ud800-\udfff]+$/u,
      "a relative path of at most 400 characters",
      "output/outside",
    ).default("out"),
    targets: z
      .array(z.enum(TARGETS).register(told, { description: "A target: a kind of files." }))
      .optional()
      .register(told, { description: "What is generated. Left out, all but terraform." }),
    network: network.prefault({}),
    logs: logs.prefault({}),
    database: database.optional(),
    cache: cache.optional(),
    secrets: secrets.default({}),
    services: z.record(kebabName, service).register(told, { description: "The services, by name; at least one." }),
    alerts: alerts.optional(),
    delivery: delivery.optional(),
    operations: operations.optional(),
    local: local.prefault({}),
    overrides: overrides.default({}),
    get environments() {
      return environments.optional();
    },
  })
  .register(told, {
    title: "sage.yaml",
    description: "One product, from which sage-gen builds its infrastructure, pipelines and scripts.",
  });

/** What an environment may change. Whatever is one for the whole repository (code, images, names) is not here. */
const overlay = z
  .strictObject({
    account: text(
      "The AWS account's twelve digits, in quotes. Left out, whichever account the credentials are of; `delivery` needs it.",
      /^\d{12}$/,
      'twelve digits in quotes, as "111122223333"',
    ).optional(),
    protect: flag("Whether what holds data is kept from being deleted or replaced. Left out, it is not.").optional(),
    oidcProvider: z.enum(["create", "existing"]).optional().register(told, {
      description:
        "Whether this environment's account has GitHub's OIDC provider already. Left out, as `delivery` says, and created once an account.",
    }),
    region: text("The AWS region.", /^(?!.{31})[a-z]{2}(-[a-z]+)+-\d$/, "an AWS region, as `eu-central-1`").optional(),
    tags: tags.optional(),
    network: withoutDefaults(network).optional(),
    logs: withoutDefaults(logs).optional(),
    database: withoutDefaults(database.omit({ engine: true, name: true, username: true })).optional(),
    cache: withoutDefaults(cache.omit({ engine: true })).optional(),
    services: z
      .record(
        kebabName,
        withoutDefaults(
          service.pick({
            route: true,
            certificate: true,
            internet: true,
            task: true,
            scale: true,
            start: true,
            databaseConnections: true,
            env: true,
            secrets: true,
          }),
        ),
      )
      .optional(),
    alerts: z
      .strictObject({
        alarms: z
          .record(
            camelName,
            withoutDefaults(alarm.omit({ on: true, metric: true, namespace: true, name: true, statistic: true })),
          )
          .optional(),
      })
      .optional(),
    operations: z
      .strictObject({
        backup: z
          .strictObject({
            keep: count("How many of the newest backups stay.", 1, 1000).optional(),
            schedule: line(
              "When it runs: five fields of cron (minute, hour, day, month, weekday), in UTC.",
              100,
            ).optional(),
          })
          .optional(),
      })
      .optional(),
  })
  .register(told, {
    description: "What differs from the rest of the spec in one environment: maps merge, lists and scalars replace.",
  });

const environments = z
  .record(kebabName, overlay)
  .register(told, { description: "The environments in the order of delivery. Left out, there is one, `production`." });

/** The same object with every key optional at every level and no default: what an overlay may say of it. */
function withoutDefaults<T extends z.ZodRawShape>(object: z.ZodObject<T>): z.ZodObject {
  const shape = Object.fromEntries(
    Object.entries(object.shape).map(([key, field]) => {
      const description = z.globalRegistry.get(field as z.ZodType) ?? {};
      const inner = peel(field as z.ZodType);
      const plain = inner instanceof z.ZodObject ? withoutDefaults(inner) : inner;
      return [key, plain.meta({ ...z.globalRegistry.get(inner), ...description }).optional()];
    }),
  );
  return z.strictObject(shape);
}

/** A schema without what says that its key may be left out. */
export function peel(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    return peel(schema.unwrap() as z.ZodType);
  }
  return schema;
}

/** The spec with every default filled, environments still apart. */
export type Spec = z.output<typeof specSchema>;
/** One environment's overlay as the user wrote it. */
export type Overlay = z.output<typeof overlay>;
export type ServiceSpec = Spec["services"][string];
export type AlarmSpec = z.output<typeof alarm>;
