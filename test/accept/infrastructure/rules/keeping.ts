// What is kept: logs for a declared time, data beyond a slip of the hand, images as they were released.
import type { Rule } from "../rule.ts";
import { containersOf, type Item, item, list, ofType, target, text } from "../stack.ts";

/** PutRetentionPolicy: the days that CloudWatch Logs takes. */
const DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

const logsAreKeptAsDeclared: Rule = {
  name: "logs-are-kept-as-declared",
  asks: "Every log has a group of this stack, and every group keeps its lines for the spec's time, never for ever.",
  judge(stack, look) {
    const groups = ofType(stack, "cloudwatch/logGroup:LogGroup");
    for (const { key, properties } of groups)
      look(
        key,
        properties["retentionInDays"] === stack.environment.logRetentionDays &&
          DAYS.includes(Number(properties["retentionInDays"])),
      );
    const names = groups.map(({ properties }) => text(properties, "name"));
    for (const task of ofType(stack, "ecs/taskDefinition:TaskDefinition"))
      for (const one of containersOf(task)) {
        const options = "logConfiguration.options";
        look(
          `${task.key} logs`,
          groups.some(({ key }) => text(one, `${options}.awslogs-group`) === `<${key}.name>`) &&
            text(one, `${options}.awslogs-region`) === stack.environment.region &&
            text(one, `${options}.awslogs-stream-prefix`) !== "",
        );
      }
    for (const { key, properties } of ofType(stack, "lambda/function:Function"))
      look(`${key} logs`, names.includes(`/aws/lambda/${text(properties, "name")}`));
    for (const { key, properties, options } of ofType(stack, "rds/instance:Instance"))
      for (const kind of list(properties, "enabledCloudwatchLogsExports").map(String)) {
        const name = `/aws/rds/instance/${text(properties, "identifier")}/${kind}`;
        look(
          `${key} logs ${kind}`,
          groups.some((one) => text(one.properties, "name") === name && list(options, "dependsOn").includes(one.key)),
        );
      }
  },
  breaks: {
    "for ever": (stack) => {
      delete item(stack, "api-log").properties["retentionInDays"];
    },
    "another time than the spec's": (stack) => {
      item(stack, "notifier-log").properties["retentionInDays"] = 7;
    },
    "a group that AWS makes itself": (stack) => {
      stack.items = stack.items.filter(({ key }) => key !== "database-log-upgrade");
    },
    "a function's own group": (stack) => {
      item(stack, "notifier-log").properties["name"] = "/lambda/notifier";
    },
  },
};

/** What holds data that nothing else could make again; a cache's, a log's and a queue's goes with its time. */
const HOLDERS = ["rds/instance:Instance", "s3/bucket:Bucket"];
const isServices = ({ key }: Item): boolean => key !== "operations-repository";

const dataIsProtectedWhereDeclared: Rule = {
  name: "data-is-protected-where-declared",
  asks: "Where the environment is protected, Pulumi refuses to delete or replace what holds data, and AWS refuses too where it can; nothing that holds data goes without a trace anywhere.",
  judge(stack, look) {
    const { protect } = stack.environment;
    const images = ofType(stack, "ecr/repository:Repository").filter(isServices);
    for (const { key, options } of [...HOLDERS.flatMap((type) => ofType(stack, type)), ...images])
      look(key, options["protect"] === protect && options["retainOnDelete"] === protect);
    for (const { key, properties } of ofType(stack, "rds/instance:Instance")) {
      look(`${key} in AWS`, properties["deletionProtection"] === protect);
      look(
        `${key} leaves a snapshot`,
        properties["skipFinalSnapshot"] === false &&
          /^[a-z](?!.*--)[a-z0-9-]*[a-z0-9]$/.test(text(properties, "finalSnapshotIdentifier")) &&
          properties["deleteAutomatedBackups"] !== true,
      );
      look(`${key} is backed up`, Number(properties["backupRetentionPeriod"]) >= 1);
    }
    for (const { key, properties } of ofType(stack, "lb/loadBalancer:LoadBalancer"))
      look(key, properties["enableDeletionProtection"] === protect);
    for (const { key, properties } of ofType(stack, "secretsmanager/secret:Secret"))
      look(key, Number(properties["recoveryWindowInDays"]) >= (protect ? 30 : 7));
    for (const { key, properties } of stack.items)
      look(`${key} is not emptied`, properties["forceDestroy"] !== true && properties["forceDelete"] !== true);
  },
  breaks: {
    "a database that Pulumi may delete": (stack) => {
      item(stack, "database").options["protect"] = false;
    },
    "a database that AWS may delete": (stack) => {
      item(stack, "database").properties["deletionProtection"] = false;
    },
    "no last snapshot": (stack) => {
      item(stack, "database").properties["skipFinalSnapshot"] = true;
    },
    "a bucket that goes with the stack": (stack) => {
      item(stack, "backup-bucket").options["retainOnDelete"] = false;
    },
    "images that go with the stack": (stack) => {
      item(stack, "api-repository").properties["forceDelete"] = true;
    },
    "a secret that is gone at once": (stack) => {
      item(stack, "secret-api-key").properties["recoveryWindowInDays"] = 0;
    },
    "a bucket that is emptied": (stack) => {
      item(stack, "backup-bucket").properties["forceDestroy"] = true;
    },
    "a declared protection that is not there": (stack) => {
      stack.environment = { ...stack.environment, protect: false };
    },
  },
};

const backupsAreSafe: Rule = {
  name: "backups-are-safe",
  asks: "The bucket is private and versioned, its versions go after a time, and what no rule names stays; the task may delete no version.",
  judge(stack, look) {
    for (const { key } of ofType(stack, "s3/bucket:Bucket")) {
      const own = (type: string): Item[] =>
        ofType(stack, type).filter(({ properties }) => target(properties["bucket"]) === key);
      const [access] = own("s3/bucketPublicAccessBlock:BucketPublicAccessBlock");
      look(
        `${key} is private`,
        ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"].every(
          (name) => access?.properties[name] === true,
        ),
      );
      look(
        `${key} is versioned`,
        text(own("s3/bucketVersioning:BucketVersioning")[0]?.properties, "versioningConfiguration.status") ===
          "Enabled",
      );
      const rules = list(own("s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")[0]?.properties, "rules");
      look(
        `${key} forgets old versions`,
        rules.some(
          (rule) =>
            Number(text(rule, "noncurrentVersionExpiration.noncurrentDays")) >= 7 && text(rule, "filter.prefix") === "",
        ),
      );
      look(
        `${key} keeps its backups`,
        rules.every((rule) => text(rule, "expiration.days") === "" || text(rule, "filter.prefix") === "migrations/"),
      );
      look(
        `${key} loses no version`,
        !JSON.stringify(ofType(stack, "iam/rolePolicy:RolePolicy")).includes("s3:DeleteObjectVersion"),
      );
    }
  },
  breaks: {
    "a public bucket": (stack) => {
      item(stack, "backup-bucket-public-access").properties["restrictPublicBuckets"] = false;
    },
    "no versions": (stack) => {
      item(stack, "backup-bucket-versioning").properties["versioningConfiguration"] = { status: "Suspended" };
    },
    "backups that a rule expires": (stack) => {
      list(item(stack, "backup-bucket-lifecycle").properties, "rules").push({
        id: "all",
        status: "Enabled",
        filter: { prefix: "" },
        expiration: { days: 30 },
      });
    },
    "a task that may delete versions": (stack) => {
      list(item(stack, "backup-task-policy").properties, "policy.Statement").push({
        Sid: "X",
        Effect: "Allow",
        Action: "s3:DeleteObjectVersion",
        Resource: "<backup-bucket.arn>/daily/*",
      });
    },
  },
};

const imagesAreWhatWasReleased: Rule = {
  name: "images-are-what-was-released",
  asks: "A tag never moves, every repository forgets old images, and no task definition that a service may go back to is taken away.",
  judge(stack, look) {
    for (const { key, properties } of ofType(stack, "ecr/repository:Repository")) {
      look(key, properties["imageTagMutability"] === "IMMUTABLE");
      look(
        `${key} forgets`,
        ofType(stack, "ecr/lifecyclePolicy:LifecyclePolicy").some(
          (one) => target(one.properties["repository"]) === key && list(one.properties, "policy.rules").length > 0,
        ),
      );
    }
    for (const task of ofType(stack, "ecs/taskDefinition:TaskDefinition")) {
      look(`${task.key} stays`, task.properties["skipDestroy"] === true);
      look(
        `${task.key} takes its own image`,
        containersOf(task).every(
          (one) =>
            /^<[a-z0-9-]+-repository\.repositoryUrl>:[a-z]+$/.test(text(one, "image")) &&
            !text(one, "image").endsWith(":latest"),
        ),
      );
    }
  },
  breaks: {
    "tags that move": (stack) => {
      item(stack, "shop-repository").properties["imageTagMutability"] = "MUTABLE";
    },
    "a repository that grows for ever": (stack) => {
      stack.items = stack.items.filter(({ key }) => key !== "operations-repository-lifecycle");
    },
    "a definition that is taken away": (stack) => {
      item(stack, "api-task").properties["skipDestroy"] = false;
    },
    "the latest": (stack) => {
      Object.assign(containersOf(item(stack, "api-task"))[0] ?? {}, { image: "<api-repository.repositoryUrl>:latest" });
    },
  },
};

/** The rules of keeping. */
export const KEEPING: readonly Rule[] = [
  logsAreKeptAsDeclared,
  dataIsProtectedWhereDeclared,
  backupsAreSafe,
  imagesAreWhatWasReleased,
];
