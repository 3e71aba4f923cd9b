// Encryption: at rest wherever something is kept, in transit wherever something leaves the network or reaches a store.
import type { Rule } from "../rule.ts";
import { type Item, item, type Json, list, ofType, type Stack, target, text } from "../stack.ts";

/** The listener policies that refuse everything before TLS 1.2: Elastic Load Balancing, "Security policies". */
const TLS_POLICIES = [
  "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
  "ELBSecurityPolicy-TLS13-1-2-2021-06",
  "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
];

/** What keeps something, and how its encryption shows. Secrets Manager and CloudWatch Logs always encrypt. */
const KEEPERS: Readonly<Record<string, (one: Item, stack: Stack) => boolean>> = {
  "rds/instance:Instance": ({ properties }) => properties["storageEncrypted"] === true,
  "elasticache/replicationGroup:ReplicationGroup": ({ properties }) => properties["atRestEncryptionEnabled"] === true,
  "ecr/repository:Repository": ({ properties }) =>
    ["AES256", "KMS"].includes(text(properties, "encryptionConfigurations.0.encryptionType")),
  "sqs/queue:Queue": ({ properties }) => properties["sqsManagedSseEnabled"] === true,
  "s3/bucket:Bucket": ({ key }, stack) =>
    ofType(stack, "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration").some(
      ({ properties }) =>
        target(properties["bucket"]) === key &&
        text(properties, "rules.0.applyServerSideEncryptionByDefault.sseAlgorithm") === "aws:kms",
    ),
  // CloudWatch may not use the key aws/sns, and a key of one's own costs by the month: the reason stands on the resource.
  "sns/topic:Topic": ({ why, properties }) => properties["kmsMasterKeyId"] !== undefined || /not encrypted/i.test(why),
};

/** Types that could keep something in the clear and are not in the table: none may turn up unjudged. */
const KEEPING =
  /^aws:(rds|docdb|dynamodb|elasticache|efs|ebs|ecr|fsx|kinesis|opensearch|redshift|s3|sns|sqs|backup|memorydb|neptune)\/(instance|cluster|table|replicationGroup|fileSystem|volume|repository|stream|domain|bucket|topic|queue|vault):/;

const whatIsKeptIsEncrypted: Rule = {
  name: "what-is-kept-is-encrypted",
  asks: "Database, cache, images, backups and queues are encrypted at rest; the topic says why it is not.",
  judge(stack, look) {
    for (const one of stack.items.filter(({ type }) => KEEPING.test(type))) {
      const judged = KEEPERS[one.type.replace("aws:", "")];
      look(one.key, judged?.(one, stack) ?? false);
    }
  },
  breaks: {
    "the database": (stack) => {
      item(stack, "database").properties["storageEncrypted"] = false;
    },
    "the cache": (stack) => {
      delete item(stack, "cache").properties["atRestEncryptionEnabled"];
    },
    "the bucket": (stack) => {
      stack.items = stack.items.filter(({ key }) => key !== "backup-bucket-encryption");
    },
    "the queue": (stack) => {
      item(stack, "notifier-dead-letters").properties["sqsManagedSseEnabled"] = false;
    },
    "the images": (stack) => {
      delete item(stack, "api-repository").properties["encryptionConfigurations"];
    },
    "the topic, without a reason": (stack) => {
      item(stack, "topic").why = "";
    },
    "a store that nobody judges": (stack) => {
      stack.items.push({ ...item(stack, "database"), key: "events", type: "aws:kinesis/stream:Stream" });
    },
  },
};

const storesSpeakTls: Rule = {
  name: "stores-speak-tls",
  asks: "Database and cache refuse plain connections, the URLs ask for TLS, the database's with the certificate proven; bucket, topic and queue deny plain HTTP.",
  judge(stack, look) {
    for (const one of ofType(stack, "rds/instance:Instance")) {
      const group = item(stack, target(one.properties["parameterGroupName"]));
      look(
        `${one.key} forces TLS`,
        list(group.properties, "parameters").some(
          (each) => text(each, "name") === "rds.force_ssl" && text(each, "value") === "1",
        ),
      );
      look(`${one.key} names its authority`, text(one.properties, "caCertIdentifier").startsWith("rds-ca-"));
    }
    for (const { key, properties } of ofType(stack, "elasticache/replicationGroup:ReplicationGroup"))
      look(
        key,
        properties["transitEncryptionEnabled"] === true &&
          properties["transitEncryptionMode"] === "required" &&
          target(properties["authToken"]) !== "",
      );
    for (const { key, properties } of ofType(stack, "secretsmanager/secretVersion:SecretVersion")) {
      const url = text(properties, "secretString");
      if (url.startsWith("postgres")) look(key, /^postgresql:\/\/.*[?&]sslmode=verify-full$/.test(url));
      else if (/^(redis|valkey)/.test(url)) look(key, url.startsWith("rediss://"));
    }
    for (const { key } of ofType(stack, "s3/bucket:Bucket"))
      look(
        key,
        deniesPlainHttp(
          policyOf(stack, "s3/bucketPolicy:BucketPolicy", "bucket", key),
          "s3:*",
          `<${key}.arn>,<${key}.arn>/*`,
        ),
      );
    for (const { key } of ofType(stack, "sqs/queue:Queue"))
      look(
        key,
        deniesPlainHttp(policyOf(stack, "sqs/queuePolicy:QueuePolicy", "queueUrl", key), "sqs:*", `<${key}.arn>`),
      );
    for (const { key, properties } of ofType(stack, "sns/topic:Topic")) {
      const account = stack.environment.account ?? "<account.accountId>";
      const arn = `arn:aws:sns:${stack.environment.region}:${account}:${text(properties, "name")}`;
      look(key, deniesPlainHttp(properties["policy"], "sns:Publish", arn));
    }
  },
  breaks: {
    "a database that takes both": (stack) => {
      item(stack, "database-parameters").properties["parameters"] = [];
    },
    "a cache that takes both": (stack) => {
      item(stack, "cache").properties["transitEncryptionMode"] = "preferred";
    },
    "a cache without a token": (stack) => {
      delete item(stack, "cache").properties["authToken"];
    },
    "a URL that proves nothing": (stack) => {
      const { properties } = item(stack, "secret-database-url-version");
      properties["secretString"] = text(properties, "secretString").replace("verify-full", "require");
    },
    "a plain URL of the cache": (stack) => {
      const { properties } = item(stack, "secret-cache-url-version");
      properties["secretString"] = text(properties, "secretString").replace("rediss:", "redis:");
    },
    "a topic that takes plain HTTP": (stack) => {
      list(item(stack, "topic").properties, "policy.Statement").pop();
    },
    "a queue that takes plain HTTP": (stack) => {
      list(item(stack, "notifier-dead-letters-policy").properties, "policy.Statement").pop();
    },
    "a policy of another topic": (stack) => {
      item(stack, "topic").properties["name"] = "another";
    },
    "a bucket without a policy": (stack) => {
      stack.items = stack.items.filter(({ key }) => key !== "backup-bucket-policy");
    },
  },
};

/** Whether a policy denies an action to whoever does not speak TLS, on all of these resources. */
const deniesPlainHttp = (policy: Json | undefined, action: string, resources: string): boolean =>
  list(policy, "Statement").some(
    (one) =>
      text(one, "Effect") === "Deny" &&
      text(one, "Principal") === "*" &&
      text(one, "Action") === action &&
      list(one, "Resource").join() === resources &&
      text(one, "Condition.Bool.aws:SecureTransport") === "false",
  );

/** The policy of a bucket or a queue, which is a resource of its own. */
const policyOf = (stack: Stack, type: string, property: string, key: string): Json | undefined =>
  ofType(stack, type).find(({ properties }) => target(properties[property]) === key)?.properties["policy"];

const worldSpeaksTls: Rule = {
  name: "world-speaks-tls",
  asks: "With a certificate, 443 listens with TLS 1.2 at least and every certificate of the spec, and 80 does nothing but lead there.",
  judge(stack, look) {
    const listeners = ofType(stack, "lb/listener:Listener");
    const wanted = stack.environment.services.flatMap(({ certificate }) => certificate ?? []);
    const extra = ofType(stack, "lb/listenerCertificate:ListenerCertificate").map(({ properties }) =>
      text(properties, "certificateArn"),
    );
    for (const { key, properties } of listeners) {
      const isSecure = text(properties, "port") === "443";
      if (isSecure) {
        look(
          `${key} has a policy`,
          properties["protocol"] === "HTTPS" && TLS_POLICIES.includes(text(properties, "sslPolicy")),
        );
        look(
          `${key} has the certificates`,
          wanted.every((one) => [text(properties, "certificateArn"), ...extra].includes(one)),
        );
      } else if (wanted.length > 0)
        look(
          `${key} leads to HTTPS`,
          list(properties, "defaultActions").every(
            (one) =>
              text(one, "type") === "redirect" &&
              text(one, "redirect.protocol") === "HTTPS" &&
              text(one, "redirect.port") === "443",
          ),
        );
    }
    const isSecure = listeners.some(({ properties }) => properties["port"] === 443);
    look("HTTPS listens where there is a certificate", isSecure === wanted.length > 0);
    for (const { key, properties } of ofType(stack, "lb/listenerRule:ListenerRule"))
      look(key, text(item(stack, target(properties["listenerArn"])).properties, "port") === (isSecure ? "443" : "80"));
  },
  breaks: {
    "the provider's policy of 2016": (stack) => {
      delete item(stack, "https-listener").properties["sslPolicy"];
    },
    "a policy with TLS 1.0": (stack) => {
      item(stack, "https-listener").properties["sslPolicy"] = "ELBSecurityPolicy-TLS13-1-0-2021-06";
    },
    "answers in the clear": (stack) => {
      item(stack, "http-listener").properties["defaultActions"] = [
        { type: "forward", targetGroupArn: "<api-targets.arn>" },
      ];
    },
    "a rule of the plain listener": (stack) => {
      item(stack, "shop-rule").properties["listenerArn"] = "<http-listener.arn>";
    },
    "a certificate that nobody serves": (stack) => {
      stack.items = stack.items.filter(({ key }) => key !== "shop-certificate");
    },
  },
};

/** The rules of encryption. */
export const ENCRYPTION: readonly Rule[] = [whatIsKeptIsEncrypted, storesSpeakTls, worldSpeaksTls];
