// Every finding that there is: its severity, its words and its explanation. A code that does not stand here does not
// compile. The summary says what is wrong and never how to mend it; the help always does.

type Values = Readonly<Record<string, string>>;

/** What the catalogue says of one code. */
export interface Entry {
  readonly severity: "error" | "warning";
  readonly summary: (values: Values) => string;
  readonly help: (values: Values) => string;
  /** Why it matters, with an example that is refused and the form that is right. */
  readonly explanation: string;
}

const q = (text: string | undefined): string => `\`${text ?? ""}\``;
const near = (values: Values, otherwise: string): string =>
  values["near"] ? `did you mean ${q(values["near"])}?` : otherwise;
const known = (values: Values, noun: string): string =>
  values["known"] ? `the ${noun}: ${values["known"]}` : `the spec declares no ${noun}`;

const unknownKey = (values: Values): string => {
  if (values["near"]) return `did you mean ${q(values["near"])}?`;
  if (values["elsewhere"])
    return `${q(values["key"])} stands in ${values["elsewhere"]}; keys of your own begin with \`x-\``;
  return values["known"]
    ? `known here: ${values["known"]}; keys of your own begin with \`x-\``
    : "remove it, or begin it with `x-`";
};

const UNIT_FORMS: Values = {
  duration: "write a duration with its unit: `500ms`, `30s`, `5m`, `1h`, `7d`",
  size: "write a size with its unit: `512MiB`, `20GiB`, `200MB`",
  share: "write a share in percent: `80%`",
  count: "write a plain number: `100`",
};

const wrongTypeHelp = (values: Values): string => {
  if (values["got"]?.startsWith("the number") && values["expected"] === "a text")
    return `put it in quotes: "${values["raw"] ?? ""}"`;
  if (values["expected"] === "`true` or `false`")
    return "YAML 1.2 knows `true` and `false`; `yes`, `no`, `on` and `off` are texts";
  if (values["got"] === "nothing") return `write ${values["expected"] ?? ""}, or leave the key out`;
  return `write ${values["expected"] ?? ""}`;
};

const handEdited = (values: Values): string => {
  const lose = "`sage-gen build --force` writes what the spec makes";
  if (values["conflict"]) return `settle the spec's own conflict first; then ${lose}`;
  if (values["orphan"]) return "remove it, or move it away to keep it";
  const patch = values["override"]
    ? "add the override that `sage-gen build` shows"
    : "change the spec, or add it to `overrides`";
  const keep = values["key"] ? `set ${q(values["key"])} in the spec` : patch;
  return `to keep it, ${keep}; to take it back, or after a merge, ${lose}`;
};

/** The catalogue, sorted by code. */
export const CATALOGUE = {
  "alert/unknown-channel": {
    severity: "error",
    summary: (v) => `no channel is called ${q(v["got"])}`,
    help: (v) => near(v, known(v, "channels")),
    explanation: `An alarm tells one channel of alerts.channels. A name that no channel bears would leave the alarm without a listener.

  refused   channel: eror
  right     channel: errors        # alerts.channels.errors is declared`,
  },
  "alert/unknown-target": {
    severity: "error",
    summary: (v) => `nothing deployed is called ${q(v["got"])}`,
    help: (v) => near(v, `an alarm watches \`database\`, \`cache\` or a deployed service; ${known(v, "targets")}`),
    explanation: `An alarm watches a deployed service, the database or the cache. On anything else CloudWatch would wait for data for ever.

  refused   on: bakend
  right     on: backend`,
  },
  "alert/unreachable": {
    severity: "error",
    summary: (v) => `the alarm can never fire: ${v["why"] ?? ""}`,
    help: (v) => v["help"] ?? "",
    explanation: `A threshold that the metric can't cross is an alarm that only looks like one: CPU above 100 %, more connections
than the instance class allows, an error rate of a service that no load balancer counts.

  refused   { on: backend, metric: cpu, above: 100%, channel: errors }
  right     { on: backend, metric: cpu, above: 80%, channel: errors }`,
  },
  "alert/unused-channel": {
    severity: "warning",
    summary: (v) => `no alarm tells the channel ${q(v["name"])}`,
    help: () => "point an alarm at it, or remove it",
    explanation: `A channel without an alarm stays silent for ever, and its secret is read for nothing.

  refused   channels: { errors: {…}, spare: {…} }   # and no alarm says channel: spare
  right     channels: { errors: {…} }, or an alarm with channel: spare`,
  },
  "cache/failover-needs-replicas": {
    severity: "error",
    summary: (v) => `failover between zones needs two nodes or more, and there is ${v["nodes"] ?? ""}`,
    help: () => "set `nodes: 2` or more, or `multiAz: false`",
    explanation: `ElastiCache fails over to a replica. With one node there is none, and AWS refuses the replication group.

  refused   cache: { nodes: 1, multiAz: true }
  right     cache: { nodes: 2, multiAz: true }`,
  },
  "cache/unknown-node": {
    severity: "error",
    summary: (v) => `ElastiCache sells no node type ${q(v["got"])} for Valkey`,
    help: (v) =>
      near(
        v,
        "the small ones: cache.t4g.micro, cache.t4g.small, cache.t4g.medium; the next: cache.m7g.large, cache.r7g.large",
      ),
    explanation: `Node types are a family and a size that ElastiCache sells: cache.t4g.micro, cache.m7g.large, cache.r7g.xlarge.
A type that is not in the tool's dated table is refused, because AWS would refuse it after the deployment has begun.

  refused   cache: { node: cache.t4g.tiny }
  right     cache: { node: cache.t4g.micro }`,
  },
  "database/connection-budget": {
    severity: "error",
    summary: (v) =>
      `${v["environment"] ?? ""}: ${v["used"] ?? ""} connections at the peak of a rolling deployment, and ${v["instance"] ?? ""} allows ${v["limit"] ?? ""}`,
    help: (v) =>
      `${v["arithmetic"] ?? ""}; lower \`databaseConnections\` or \`scale.max\`${v["fits"] ? `, or take ${v["fits"]}` : ""}`,
    explanation: `While a deployment rolls, old and new tasks run together: twice scale.max. Each opens up to databaseConnections. If
that is more than the instance class allows, PostgreSQL answers "53300: too many connections" in the middle of a
deployment. The limit is RDS's default, LEAST(DBInstanceClassMemory / 9531392, 5000), less what PostgreSQL and RDS keep.

  refused   database: { instance: db.t4g.micro } and scale: { max: 12 }, databaseConnections: 5   # 2 × 12 × 5 = 120
  right     database: { instance: db.t4g.small }, or fewer of either`,
  },
  "database/storage-shrinks": {
    severity: "error",
    summary: (v) => `\`max\` (${v["max"] ?? ""}) is less than \`initial\` (${v["initial"] ?? ""})`,
    help: () => "storage of RDS grows and never shrinks: let `max` be at least `initial`",
    explanation: `RDS can't shrink storage. max is the limit that autoscaling may grow to.

  refused   storage: { initial: 100GiB, max: 20GiB }
  right     storage: { initial: 20GiB, max: 100GiB }`,
  },
  "database/unknown-instance": {
    severity: "error",
    summary: (v) => `RDS sells no instance class ${q(v["got"])} for PostgreSQL`,
    help: (v) =>
      near(v, "the small ones: db.t4g.micro, db.t4g.small, db.t4g.medium; the next: db.m7g.large, db.r7g.large"),
    explanation: `The class tells the memory, and the memory tells how many connections there may be. A class that is not in the
tool's dated table is refused, because neither could be judged.

  refused   database: { instance: db.t4g.tiny }
  right     database: { instance: db.t4g.micro }`,
  },
  "database/windows-overlap": {
    severity: "error",
    summary: (v) => `the backup window ${v["backup"] ?? ""} overlaps the maintenance window ${v["maintenance"] ?? ""}`,
    help: () => "RDS refuses windows that overlap: move one of them",
    explanation: `RDS takes its daily backup and applies its weekly updates in two windows that may not overlap (both UTC).

  refused   backup: { window: "04:00-05:00" }    maintenance: "sun:04:30-sun:05:30"
  right     backup: { window: "03:00-04:00" }    maintenance: "sun:04:30-sun:05:30"`,
  },
  "environment/account-missing": {
    severity: "error",
    summary: (v) => `the environment ${q(v["environment"])} names no AWS account`,
    help: (v) =>
      `pipelines need it to know whose role to take: \`environments: { ${v["environment"] ?? ""}: { account: "111122223333" } }\``,
    explanation: `With delivery, each environment's pipeline assumes a role in that environment's account; and Pulumi is told to touch
no other account.

  refused   environments: { production: {} }   # with delivery
  right     environments: { production: { account: "111122223333" } }`,
  },
  "environment/unknown-key": {
    severity: "error",
    summary: (v) =>
      v["undeclared"]
        ? `${v["undeclared"]} is not declared outside \`environments\`: ${q(v["key"])}`
        : `an environment can't set ${q(v["key"])} in ${v["parent"] ?? ""}`,
    help: (v) =>
      v["near"]
        ? `did you mean ${q(v["near"])}?`
        : v["undeclared"]
          ? "an environment changes what the spec declares; declare it there first"
          : v["elsewhere"]
            ? `it stands in ${v["elsewhere"]}, for all environments alike`
            : `an environment may set here: ${v["known"] ?? ""}`,
    explanation: `An environment overlays the rest of the spec. What is one for the whole repository (code, images, names, ports)
can't differ by environment, and what the spec does not declare can't be overlaid.

  refused   environments: { staging: { services: { api: { port: 3001 } } } }
  right     environments: { staging: { services: { api: { scale: { max: 2 } } } } }`,
  },
  "facts/differ": {
    severity: "error",
    summary: (v) =>
      `${v["fact"] ?? ""} is ${q(v["first"])} in ${v["firstPlace"] ?? ""} and ${q(v["other"])} in ${v["otherPlace"] ?? ""}`,
    help: () => "if you edited one of them, take the edit back and change the spec; if not, please report it as a bug",
    explanation: `The same port, name, version or right stands in many generated files. \`sage-gen check --facts\` reads them back, each in
its own language, and compares what they say: a pipeline that names a cluster that nobody makes fails only when it runs.

  refused   EXPOSE 3001 in the Dockerfile, and containerPort: 3000 in infra/
  right     the same port in both`,
  },
  "facts/unreadable": {
    severity: "error",
    summary: (v) => `${v["place"] ?? ""} can't be read back: ${v["problem"] ?? ""}`,
    help: () => "if you edited it, take the edit back and change the spec; if not, please report it as a bug",
    explanation: `\`sage-gen check --facts\` reads generated files as they stand. One that is not of its language any more says nothing that
could be compared.

  refused   a docker-compose.yml with a line that is no YAML
  right     the same file as \`sage-gen build --force\` writes it`,
  },
  "name/clash": {
    severity: "error",
    summary: (v) => `${v["a"] ?? ""} and ${v["b"] ?? ""} would both be ${q(v["name"])}`,
    help: (v) => v["help"] ?? "rename one of them",
    explanation: `Names in the spec become names in AWS, in code and in the environment of containers. Two that become the same one would
overwrite each other; some names the tool needs itself.

  refused   services: { database: {} }   # a part of the infrastructure is called so
  right     services: { data-api: {} }`,
  },
  "name/invalid": {
    severity: "error",
    summary: (v) => `${q(v["got"])} can't be a name here`,
    help: (v) => (v["form"] ? `write ${v["form"]}` : (v["help"] ?? "take another name")),
    explanation: `Names become parts of names in AWS, of DNS names and of variables, and so have a form:
services and environments \`web-api\`, secrets, alarms and channels \`marketPrice\`, environment variables \`LOG_LEVEL\`.

  refused   project: My_Shop
  right     project: my-shop`,
  },
  "name/too-long": {
    severity: "error",
    summary: (v) =>
      v["name"]
        ? `the ${v["what"] ?? ""} would be called ${q(v["name"])}: ${v["length"] ?? ""} characters, and AWS allows ${v["limit"] ?? ""}`
        : `the text is longer than ${v["limit"] ?? ""} characters`,
    help: (v) => (v["name"] ? `shorten ${v["parts"] ?? "the project or the environment"}` : "shorten it"),
    explanation: `Physical names are made of project, environment and what they name. AWS has a limit for each kind: 32 characters for a
load balancer, 40 for a replication group, 63 for a bucket, 64 for a role.

  refused   project: a-market-assistant-for-everybody   # its load balancer: 43 characters
  right     project: market-assistant`,
  },
  "network/cidr-invalid": {
    severity: "error",
    summary: (v) => `${q(v["got"])} is no block that a VPC can have${v["problem"] ? `: ${v["problem"]}` : ""}`,
    help: (v) =>
      v["right"] ? `did you mean ${q(v["right"])}?` : "write an IPv4 block from /16 to /28, as `10.0.0.0/16`",
    explanation: `VPCs and subnets are IPv4 blocks from /16 to /28 whose address is the first of the block.

  refused   cidr: 10.0.0.7/16      refused   cidr: 10.0.0.0/8
  right     cidr: 10.0.0.0/16`,
  },
  "network/no-way-out": {
    severity: "error",
    summary: (v) =>
      `${v["environment"] ?? ""}: the service ${q(v["service"])} needs the internet, and \`nat: none\` gives it no way out`,
    help: () => "set `internet: false` on the service if it calls AWS alone, or `nat: single`",
    explanation: `Tasks run in private subnets. Without a NAT gateway they reach AWS through interface endpoints, and nothing else. A
service that calls anything outside says so by \`internet: true\`, the default.

  refused   network: { nat: none } and services: { api: {} }
  right     network: { nat: none } and services: { api: { internet: false } }`,
  },
  "network/subnet-outside-vpc": {
    severity: "error",
    summary: (v) => `the subnet ${v["got"] ?? ""} is not inside the VPC ${v["vpc"] ?? ""}`,
    help: (v) => `choose a block of ${v["vpc"] ?? ""}, or change \`network.cidr\``,
    explanation: `A subnet is a part of its VPC's block.

  refused   cidr: 10.0.0.0/16    public: [10.1.1.0/24, …]
  right     cidr: 10.0.0.0/16    public: [10.0.1.0/24, …]`,
  },
  "network/subnets-overlap": {
    severity: "error",
    summary: (v) => `the subnet ${v["got"] ?? ""} overlaps ${v["other"] ?? ""} in ${v["otherPath"] ?? ""}`,
    help: () => "give each subnet a block of its own",
    explanation: `Two subnets of a VPC can't share addresses: AWS refuses the second one.

  refused   public: [10.0.1.0/24, 10.0.1.128/25]
  right     public: [10.0.1.0/24, 10.0.2.0/24]`,
  },
  "network/too-few-addresses": {
    severity: "error",
    summary: (v) =>
      `${v["environment"] ?? ""}: the subnet ${v["cidr"] ?? ""} has ${v["usable"] ?? ""} addresses and needs ${v["needed"] ?? ""}`,
    help: (v) => `${v["arithmetic"] ?? ""}; give it a larger block`,
    explanation: `AWS keeps five addresses of each subnet. The rest must hold, at the peak of a rolling deployment, each task (twice
scale.max, spread over the zones), the load balancer (eight, and a /27 at least), NAT gateways, interface endpoints,
database and cache. A subnet without a free address stops deployments.

  refused   private: [10.0.11.0/28, 10.0.12.0/28] and scale: { max: 20 }
  right     private: [10.0.11.0/24, 10.0.12.0/24]`,
  },
  "network/too-few-zones": {
    severity: "error",
    summary: (v) => v["problem"] ?? "",
    help: () => "give each tier one block a zone, in two zones or more: load balancer and database need two",
    explanation: `A load balancer and a database subnet group need two zones. Each tier has one block a zone, in zone order.

  refused   public: [10.0.1.0/24]    private: [10.0.11.0/24, 10.0.12.0/24]
  right     public: [10.0.1.0/24, 10.0.2.0/24]    private: [10.0.11.0/24, 10.0.12.0/24]`,
  },
  "output/hand-edited": {
    severity: "error",
    summary: (v) =>
      v["conflict"]
        ? `${v["path"] ?? ""} holds the marks of a merge conflict`
        : `${v["path"] ?? ""} was edited by hand${v["orphan"] ? ", and the spec does not make it any more" : ""}`,
    help: handEdited,
    explanation: `What sage-gen wrote is generated: the manifest has a hash of each file. A file with another hash was edited, or git merged
two builds into it, and building would lose that, so it is refused. \`sage-gen build\` shows the difference.

To keep an edit, say it in the spec: with the key that makes the line (\`sage-gen explain FILE:LINE\` names it), or, where no key
says it, with an entry in \`overrides\`. To take it back, or after a merge of two builds: \`sage-gen build --force\`.

  refused   memory: "1024" in infra/services/api.ts
  right     overrides: { memory: { on: api-task, reason: …, patch: [{ op: replace, path: /memory, value: "1024" }] } }`,
  },
  "output/not-ours": {
    severity: "error",
    summary: (v) => `${v["path"] ?? ""} ${v["problem"] || "exists, and sage-gen did not write it"}`,
    help: (v) =>
      v["help"] || "move it away, leave its target out of `targets`, or `sage-gen build --force` to overwrite it",
    explanation: `A file that the manifest (.sage/manifest.json) does not know is the user's. It is never overwritten unless by --force.

  refused   a Dockerfile of yours in the folder of a service with framework: node
  right     framework: custom, which builds your Dockerfile; or move the file away`,
  },
  "output/outside": {
    severity: "error",
    summary: (v) =>
      v["link"]
        ? `${v["path"] ?? ""} lies behind the link ${q(v["link"])}, which leads out of the output folder`
        : `${q(v["got"])} leads out of the folder that the spec stands in`,
    help: (v) =>
      v["link"]
        ? "put a folder in the link's place"
        : "write a relative path without `..`, as `out`, or `.` to write in place",
    explanation: `The output stays below the spec's folder, so that a spec can't write into places that its reader does not see. On the
command line, --out names any folder.

  refused   output: ../elsewhere
  right     output: out, or \`sage-gen build --out ../elsewhere\``,
  },
  "override/does-not-fit": {
    severity: "error",
    summary: (v) => `the override ${q(v["name"])} does not fit ${q(v["target"])} any more: ${v["problem"] ?? ""}`,
    help: (v) => v["help"] || "look at what is generated now, and change the override or remove it",
    explanation: `An override is a JSON Patch on what is generated. Where its path leads nowhere, or a \`test\` finds another value, what it
was written for has changed, and nobody knows whether it is still meant.

  refused   patch: [{ op: replace, path: /memry, value: "1024" }]
  right     patch: [{ op: test, path: /memory, value: "512" }, { op: replace, path: /memory, value: "1024" }]`,
  },
  "override/unknown-target": {
    severity: "error",
    summary: (v) =>
      `the override ${q(v["name"])} is on ${q(v["target"])}, which ${v["problem"] || "nothing that is generated is called"}`,
    help: (v) =>
      near(v, v["help"] || "name a resource by its key in `infra/`, or a generated YAML or JSON file by its path"),
    explanation: `An override changes one resource (\`on\`: its key in the program) or one YAML or JSON file (\`file\`: its path below the output
folder). A target that is not there would leave the override without effect.

  refused   on: api-tsk
  right     on: api-task`,
  },
  "secret/unknown": {
    severity: "error",
    summary: (v) => `no secret is called ${q(v["got"])}`,
    help: (v) => near(v, known(v, "secrets")),
    explanation: `Secrets are declared by name under secrets, and used by name.

  refused   secrets: { ANTHROPIC_API_KEY: antropicApiKey }
  right     secrets: { ANTHROPIC_API_KEY: anthropicApiKey }`,
  },
  "secret/unused": {
    severity: "warning",
    summary: (v) => `nothing uses the secret ${q(v["name"])}`,
    help: () => "give it to a service or a channel, or remove it",
    explanation: `A secret that nothing reads costs money each month and hides what is needed.

  refused   secrets: { stripeKey: {…} }   # and no service names it
  right     services: { api: { secrets: { STRIPE_KEY: stripeKey } } }`,
  },
  "service/fargate-size": {
    severity: "error",
    summary: (v) => `Fargate sells no task with ${v["cpu"] ?? ""} CPU units and ${v["memory"] ?? ""}`,
    help: (v) => v["legal"] ?? "",
    explanation: `Fargate sells pairs: 256 CPU units with 512MiB to 2GiB, 512 with 1 to 4GiB, 1024 with 2 to 8GiB, 2048 with 4 to 16GiB,
4096 with 8 to 30GiB, 8192 with 16 to 60GiB in steps of four, 16384 with 32 to 120GiB in steps of eight.

  refused   task: { cpu: 512, memory: 8GiB }
  right     task: { cpu: 512, memory: 2GiB }`,
  },
  "service/port-clash": {
    severity: "error",
    summary: (v) => `${v["a"] ?? ""} and ${v["b"] ?? ""} both want port ${v["port"] ?? ""}`,
    help: () => "docker-compose publishes each on this port of your machine: give one another port",
    explanation: `Services, database and cache each listen on a port of the developer's machine. Two can't share one.

  refused   services: { api: { port: 3000 }, web: { port: 3000 } }
  right     services: { api: { port: 3000 }, web: { port: 3001 } }`,
  },
  "service/renamed-from": {
    severity: "error",
    summary: (v) => `${v["name"] ?? ""} is said to be renamed from ${v["former"] ?? ""}, which ${v["problem"] ?? ""}`,
    help: () => "name what one service alone was called, and none is called now; or leave `renamedFrom` out",
    explanation: `Pulumi takes the resources of the former name for those of the new one, so that they are kept where AWS lets them. They
can be given to one service only, and not while the former one still has them. To swap two names, go by a third name, and
apply that first.

  services:
    checkout:
      renamedFrom: orders      # and no service is called \`orders\` any more

  refused   services: { checkout: { renamedFrom: orders }, orders: {} }
  right     services: { checkout: { renamedFrom: orders } }`,
  },
  "service/route-clash": {
    severity: "error",
    summary: (v) => `${v["a"] ?? ""} and ${v["b"] ?? ""} ${v["problem"] ?? ""}`,
    help: (v) => v["help"] ?? "give each a `route` of its own",
    explanation: `Public services share one load balancer. At most one of them has no route and takes what the others leave; the others
differ by host or path prefix.

  refused   a: { expose: public }    b: { expose: public }
  right     a: { expose: public }    b: { expose: public, route: { path: /api } }`,
  },
  "spec/missing-key": {
    severity: "error",
    summary: (v) => `${q(v["key"])} is missing in ${v["parent"] || "the spec"}`,
    help: (v) => `add \`${v["key"] ?? ""}: ${v["example"] ?? ""}\``,
    explanation: `A key without which nothing can be built: version, project, region and services at the top; others where help says so.

  refused   version: 1 and project: shop, and nothing else
  right     region: eu-central-1 and services: { api: { port: 3000 } } beside them`,
  },
  "spec/secret-value": {
    severity: "error",
    summary: (v) => `this looks like ${v["what"] ?? ""}`,
    help: () =>
      "a secret's value never stands in the spec: revoke it, declare a name under `secrets`, and put the value into AWS Secrets Manager",
    explanation: `The spec is committed and read by many. It holds names of secrets; their values live in AWS Secrets Manager. A value that
was ever committed is known to everyone who can read the history: revoke it.

  refused   env: { ANTHROPIC_API_KEY: sk-ant-… }
  right     secrets: { ANTHROPIC_API_KEY: anthropicApiKey }, and its value by \`aws secretsmanager put-secret-value\``,
  },
  "spec/unit": {
    severity: "error",
    summary: (v) => `${q(v["got"])} is no ${v["quantity"] ?? ""}`,
    help: (v) => UNIT_FORMS[v["quantity"] ?? ""] ?? "",
    explanation: `Quantities carry their unit, so that seconds can't be taken for milliseconds: durations 500ms 30s 5m 1h 7d, sizes
512MiB 20GiB 200MB, shares 80%.

  refused   ttl: { marketPrice: 300 }
  right     ttl: { marketPrice: 5m }`,
  },
  "spec/unknown-key": {
    severity: "error",
    summary: (v) => `unknown key ${q(v["key"])} in ${v["parent"] ?? ""}`,
    help: unknownKey,
    explanation: `The spec's vocabulary is closed, so that a typo can't be silently ignored. Keys that begin with x- are yours.

  refused   helth: /health
  right     health: /health`,
  },
  "spec/wrong-type": {
    severity: "error",
    summary: (v) => `${q(v["key"])} is ${v["got"] ?? ""}, and must be ${v["expected"] ?? ""}`,
    help: wrongTypeHelp,
    explanation: `YAML gives values types by their look: 18 is a number, "18" a text; no is a text in YAML 1.2; 111122223333 is a number.

  refused   version: 18
  right     version: "18"`,
  },
  "spec/wrong-value": {
    severity: "error",
    summary: (v) => v["problem"] || `${q(v["got"])} is no value for ${q(v["key"])}`,
    help: (v) => near(v, v["help"] || `write ${v["form"] ?? ""}`),
    explanation: `A value that the key can't have. The help names the form or the choices.

  refused   network: { nat: maybe }
  right     network: { nat: single }`,
  },
  "version/end-of-life": {
    severity: "warning",
    summary: (v) => `${v["what"] ?? ""} ${v["version"] ?? ""} reached its end of life on ${v["date"] ?? ""}`,
    help: (v) => `move to ${v["newer"] ?? ""}`,
    explanation: `A version past its end of life gets no security fixes, and AWS bills extended support for it. The dates are in the tool's
table, which bears the day that it was read.

  refused   database: { version: "14" }
  right     database: { version: "18" }`,
  },
  "version/unsupported": {
    severity: "error",
    summary: (v) => `version ${v["got"] ?? ""} of ${v["what"] ?? ""} is not supported`,
    help: (v) => `known: ${v["known"] ?? ""}`,
    explanation: `A version that AWS does not offer, or that this release of the tool does not know.

  refused   database: { version: "13" }
  right     database: { version: "18" }`,
  },
  "yaml/duplicate-key": {
    severity: "error",
    summary: (v) => `the key ${q(v["key"])} stands here a second time`,
    help: () => "keep one of the two",
    explanation: `Of two equal keys in a map a YAML reader keeps one, and which one differs by reader.

  refused   services: { api: { port: 3000, port: 3001 } }
  right     services: { api: { port: 3000 } }`,
  },
  "yaml/syntax": {
    severity: "error",
    summary: (v) => `this is no YAML: ${v["problem"] ?? ""}`,
    help: (v) => v["help"] || "check the indentation, the quotes and the colons around this place",
    explanation: `The file is one YAML 1.2 document with plain keys, without tags and merge keys.

  refused   services: [api
  right     services: { api: {} }`,
  },
} as const satisfies Readonly<Record<string, Entry>>;

/** Every code. */
export type Code = keyof typeof CATALOGUE;

/** What the catalogue says of a code. */
export const entryOf = (code: Code): Entry => CATALOGUE[code];
