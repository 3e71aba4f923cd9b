// Changes that would break what is generated, each small enough to slip through a review, and the test that must notice.
import { BEGINNING } from "./beginning.ts";
import { CONTAINERS } from "./containers.ts";
import { DIAGNOSES } from "./diagnoses.ts";
import { DOCUMENTED } from "./documents.ts";

/** A change of a source, and what must turn red by it. */
export interface Sabotage {
  readonly name: string;
  /** The source, from the repository's root, and what is replaced in it. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** The test files to run. */
  readonly tests: readonly string[];
  /** Of those files only the tests with such a name, where running all would take long. */
  readonly only?: string;
  /** The name of a test that must fail, with those of the groups that it stands in. */
  readonly red: RegExp;
}

const POLICIES = ["test/laws/policies.test.ts"];
const JOBS = ["test/accept/workflows-jobs.test.ts"];

const SCRIPTS: readonly Sabotage[] = [
  {
    name: "a script without pipefail",
    file: "templates/scripts/backup-db.sh.hbs",
    from: "set -Eeuo pipefail",
    to: "set -Eeu",
    tests: ["test/accept/style.test.ts"],
    red: /stop at the first error, also within a pipe/,
  },
  {
    name: "old backups removed before the new one is uploaded",
    file: "templates/scripts/backup-db.sh.hbs",
    from: 'store "${work}/database.dump" "${made}"\nremove_old\n',
    to: 'remove_old\nstore "${work}/database.dump" "${made}"\n',
    tests: ["test/accept/scripts-backup.test.ts"],
    only: "seven bad nights",
    red: /after seven bad nights the last good backup is there/,
  },
  {
    name: "a restore whose first error in a pipe is not seen",
    file: "templates/scripts/restore-db.sh.hbs",
    from: "set -Eeuo pipefail",
    to: "set -Eeu",
    tests: ["test/accept/scripts-restore.test.ts"],
    only: "the kernel kills pg_restore",
    red: /the kernel kills pg_restore/,
  },
  {
    name: "a restored database that takes the name of the running one before it is verified",
    file: "templates/scripts/restore.sh.hbs",
    from: '  fill_fresh "$1"\n  verify_fresh "$1"\n',
    to: '  fill_fresh "$1"\n  swap "$(beside before)"\n  verify_fresh "$1"\n',
    tests: ["test/accept/scripts-restore.test.ts"],
    only: "a row is missing",
    red: /a row is missing in what was restored/,
  },
  {
    name: "a migration that fails and is not undone",
    file: "templates/scripts/migrate.sh.hbs",
    from: '    roll_back "${before}"\n',
    to: "    fail 'the migrations failed'\n",
    tests: ["test/accept/scripts-migrate.test.ts"],
    only: "a migration that fails is undone",
    red: /a migration that fails is undone/,
  },
];

const PIPELINES: readonly Sabotage[] = [
  {
    name: "workflows in a shell without pipefail",
    file: "generators/github/steps.ts",
    from: 'shell: "bash"',
    to: 'shell: "sh"',
    tests: ["test/accept/style.test.ts"],
    red: /stop at the first error, also within a pipe/,
  },
  {
    name: "stored keys in place of a role",
    file: "generators/github/stage.ts",
    from: '"role-to-assume": roleArn(stage, role)',
    to: '"aws-access-key-id": { $: "expression", code: "secrets.AWS_ACCESS_KEY_ID" }',
    tests: JOBS,
    red: /every step that should run does, and well/,
  },
  {
    name: "`latest` deployed in place of what was built",
    file: "templates/github/push-image.sh.hbs",
    from: "${REGISTRY}/${REPOSITORY}@${digest}",
    to: "${REGISTRY}/${REPOSITORY}:latest",
    tests: JOBS,
    red: /a release of .*: one image, environment by environment/,
  },
  {
    name: "a role that any branch may assume",
    file: "src/lower/github.ts",
    from: '(asker === "environment" ? {',
    to: "(asker === undefined ? {",
    tests: ["test/accept/workflows-trust.test.ts"],
    red: /admits the tokens of its own jobs, and no other/,
  },
  {
    name: "a pipeline that asks for what its role may not",
    file: "src/lower/deploying.ts",
    from: '"logs:GetLogEvents"',
    to: '"logs:FilterLogEvents"',
    tests: ["test/laws/facts.test.ts"],
    red: /agreement/,
  },
];

const INFRASTRUCTURE: readonly Sabotage[] = [
  {
    name: "a security group open to the world",
    file: "src/lower/rules.ts",
    from: "const source = { referencedSecurityGroupId: group(from) };",
    to: 'const source = { cidrIpv4: "0.0.0.0/0" };',
    tests: POLICIES,
    red: /world-reaches-the-balancer-alone/,
  },
  {
    name: "the cache as a cluster",
    file: "src/lower/cache.ts",
    from: '"aws:elasticache/replicationGroup:ReplicationGroup"',
    to: '"aws:elasticache/cluster:Cluster"',
    tests: POLICIES,
    red: /cache-is-a-replication-group/,
  },
  {
    name: "a response time of two seconds compared with 2000",
    file: "src/resolve/alarms.ts",
    from: "duration: seconds, size",
    to: "duration: (text: string) => seconds(text) * 1000, size",
    tests: ["test/accept/infrastructure-alarms.test.ts"],
    red: /whose limit is two seconds counts seconds/,
  },
  {
    name: "an alarm whose dimension is the resource's id",
    file: "src/lower/alarms.ts",
    from: 'ref("database", "identifier")',
    to: 'ref("database", "id")',
    tests: POLICIES,
    red: /alarms-read-what-aws-publishes/,
  },
  {
    name: "a secret's ARN given as its value",
    file: "src/lower/task.ts",
    from: "environment: environmentList(environmentOf(scope, service)),",
    to: "environment: [...environmentList(environmentOf(scope, service)), ...secrets.map(({ variable, arn }) => ({ name: variable, value: arn }))],",
    tests: POLICIES,
    red: /every stack obeys variables-name-secrets/,
  },
  {
    name: "a subnet without a route table of its own",
    file: "src/lower/network.ts",
    from: '...subnets.map((one) => association(one, "routes-database"))',
    to: '...subnets.slice(1).map((one) => association(one, "routes-database"))',
    tests: POLICIES,
    red: /subnets-are-associated-once/,
  },
  {
    name: "a bucket that is not encrypted",
    file: "src/lower/backups.ts",
    from: 'part("encryption", "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"',
    to: 'part("encryption", "bucketAccelerateConfiguration:BucketAccelerateConfiguration"',
    tests: POLICIES,
    red: /what-is-kept-is-encrypted/,
  },
  {
    name: "a task of 512 CPU units with 8 GiB",
    file: "src/lower/task.ts",
    from: 'at("memory", String(service.memoryMiB))',
    to: 'at("memory", String(service.memoryMiB * 0 + 8192))',
    tests: POLICIES,
    red: /fargate-takes-the-tasks/,
  },
];

export const SABOTAGES: readonly Sabotage[] = [
  ...BEGINNING,
  ...CONTAINERS,
  ...DIAGNOSES,
  ...DOCUMENTED,
  ...SCRIPTS,
  ...PIPELINES,
  ...INFRASTRUCTURE,
];
