// The text of a first spec: what was chosen, and comments that say what else there is.

/** What the first spec is about. */
export interface Choices {
  readonly project: string;
  readonly region: string;
  readonly services: readonly { readonly name: string; readonly port: number | undefined }[];
  readonly database: boolean;
  readonly cache: boolean;
  /** `owner/name` on GitHub, to have pipelines. */
  readonly repository: string | undefined;
  readonly account: string | undefined;
}

/** A spec that builds as it is. */
export function firstSpec(choices: Choices): string {
  const sections = [head(choices), services(choices), stores(choices), delivery(choices), environments(choices)];
  return sections.filter((section) => section !== "").join("\n");
}

function head({ project, region }: Choices): string {
  return `# The product, from which \`sage-gen build\` writes infrastructure, pipelines, containers and scripts.
# \`sage-gen validate\` judges this file, and \`sage-gen explain CODE\` says more about what it finds.
version: 1
project: ${scalar(project)}
region: ${scalar(region)}
output: .                          # written into this folder, beside your own files; \`out\` to look at it first

network:
  cidr: 10.0.0.0/16                # two zones are laid out from it; \`subnets\` names blocks of your own
  nat: single                      # how tasks reach the internet: none | single | per-az
`;
}

function services({ services }: Choices): string {
  const entrance = services.find(({ port }) => port !== undefined);
  return `services:\n${services.map((one) => service(one, one === entrance)).join("\n")}`;
}

function service({ name, port }: Choices["services"][number], isPublic: boolean): string {
  const listening = `    port: ${port ?? ""}
    health: /                      # answers 200 when the service is well
    expose: ${isPublic ? "public                 # behind the load balancer" : "internal               # reached by other services alone"}
`;
  return `  ${scalar(name)}:
    path: ${scalar(`apps/${name}`)}${" ".repeat(Math.max(1, 20 - name.length))}# its folder: package.json, sources, Dockerfile
    framework: node                # nestjs | node | vite | custom
${port === undefined ? "" : listening}    task: { cpu: 256, memory: 512MiB }
    scale: { min: 1, max: 2, cpu: 70% }
    env:
      LOG_LEVEL: info              # plain values; a secret's name goes under \`secrets\`, its value never into this file
`;
}

function stores({ database, cache }: Choices): string {
  const postgres = `database:                          # PostgreSQL; services get DATABASE_URL
  version: "18"
  instance: db.t4g.micro
  storage: { initial: 20GiB, max: 100GiB }
  backup: { retention: 7d, window: "03:00-04:00" }   # UTC
`;
  const valkey = `cache:                             # Valkey; services get REDIS_URL
  node: cache.t4g.micro
  nodes: 1
  ttl:
    session: 30m                   # services get CACHE_TTL_SESSION_SECONDS
`;
  return [database ? postgres : "", cache ? valkey : ""].filter((section) => section !== "").join("\n");
}

function delivery({ repository }: Choices): string {
  if (repository === undefined) return "";
  return `delivery:                          # GitHub workflows, which reach AWS without a stored key
  github: { repository: ${scalar(repository)}, branch: main }
`;
}

function environments({ account }: Choices): string {
  const named =
    account === undefined
      ? '# account: "…"                 # pipelines need it'
      : `account: ${JSON.stringify(account)}`;
  return `environments:                      # what differs from the above, in the order of delivery
  production:
    ${named}
    protect: true                  # nothing that holds data may be deleted or replaced
`;
}

/** A plain scalar where YAML reads it as the text that it is, else a quoted one. */
function scalar(text: string): string {
  const plain = /^[A-Za-z][A-Za-z0-9/._-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return plain ? text : JSON.stringify(text);
}
