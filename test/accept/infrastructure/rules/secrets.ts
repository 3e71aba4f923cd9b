// Secrets: what holds a value, where it may flow, and where none may ever stand.
import type { Rule } from "../rule.ts";
import { containersOf, type Fields, item, type Json, list, ofType, type Stack, target, text } from "../stack.ts";

/** Where what is secret may go: nowhere else may a property refer to it. */
const SINKS: Readonly<Record<string, readonly string[]>> = {
  "aws:rds/instance:Instance": ["password"],
  "aws:elasticache/replicationGroup:ReplicationGroup": ["authToken"],
  "aws:secretsmanager/secretVersion:SecretVersion": ["secretString"],
};

/** What is secret: generated passwords, and what versions of secrets hold. */
const SOURCE = /<[a-z0-9-]+\.(result|bcryptHash|secretString|secretBinary|password|authToken|secretStringWo)>/;

/** What looks like a secret's value itself. */
const VALUE =
  /discord(app)?\.com\/api\/webhooks\/|\bAKIA[A-Z2-7]{16}\b|\bsk-(ant|proj)-|-----BEGIN|[a-z]+:\/\/[^\s:/"<]*:[^\s/"<@]+@/;

const secretsFlowToTheirHolders: Rule = {
  name: "secrets-flow-to-their-holders",
  asks: "A generated password is told to the store that it is for and to Secrets Manager, and to no other property, variable or output.",
  judge(stack, look) {
    for (const { key, type, properties } of stack.items)
      for (const [name, value] of Object.entries(properties))
        if (SOURCE.test(JSON.stringify(value)))
          look(`${key}.${name} takes ${JSON.stringify(value)}`, SINKS[type]?.includes(name) ?? false);
    for (const [name, value] of Object.entries(stack.outputs))
      look(`output ${name}`, !SOURCE.test(JSON.stringify(value)));
    for (const { key, properties } of stack.items)
      look(`${key} holds no value`, !VALUE.test(JSON.stringify(properties)));
  },
  breaks: {
    "an environment variable": (stack) =>
      variable(stack, "api-task", { name: "DB", value: "postgresql://<database-password.result>" }),
    "an output": (stack) => {
      stack.outputs["cacheToken"] = "<cache-token.result>";
    },
    "a tag": (stack) => {
      item(stack, "vpc").properties["tags"] = { Password: "<database-password.result>" };
    },
    "a webhook in a function": (stack) => {
      item(stack, "notifier").properties["description"] = "https://discord.com/api/webhooks/1/abc";
    },
    "a URL with a password": (stack) =>
      variable(stack, "worker-task", { name: "DB", value: "postgresql://admin:hunter2@db/x" }),
  },
};

function variable(stack: Stack, task: string, one: Fields): void {
  list(containersOf(item(stack, task))[0], "environment").push(one);
}

/** Names of variables whose values have no business in plain text. */
const SENSITIVE = /(PASSWORD|SECRET|TOKEN|API_?KEY|PRIVATE_KEY|WEBHOOK|CREDENTIAL|^DATABASE_URL$|^REDIS_URL$)/;

/** A name that promises no secret, or where a called service answers: it may be called `secrets`. */
const isPlain = (one: Json): boolean =>
  !SENSITIVE.test(text(one, "name")) || /^http:\/\/[a-z0-9.-]+:\d+$/.test(text(one, "value"));

const variablesNameSecrets: Rule = {
  name: "variables-name-secrets",
  asks: "What an application is told in secret comes from Secrets Manager, by a variable of its own; plain variables have plain names, or are the spec's own.",
  judge(stack, look) {
    for (const task of ofType(stack, "ecs/taskDefinition:TaskDefinition"))
      for (const container of containersOf(task)) {
        const plain = list(container, "environment");
        const secret = list(container, "secrets");
        const own = stack.environment.services.flatMap(({ env }) => env.map(({ name }) => name));
        for (const one of plain)
          look(`${task.key} ${text(one, "name")}`, isPlain(one) || own.includes(text(one, "name")));
        for (const one of secret)
          look(
            `${task.key} ${text(one, "name")}`,
            ofType(stack, "secretsmanager/secret:Secret").some(({ key }) => text(one, "valueFrom") === `<${key}.arn>`),
          );
        const names = [...plain, ...secret].map((one) => text(one, "name"));
        look(`${task.key} names each variable once`, new Set(names).size === names.length);
      }
  },
  breaks: {
    "a password in plain text": (stack) => variable(stack, "api-task", { name: "DATABASE_PASSWORD", value: "x" }),
    "a variable that is there twice": (stack) => variable(stack, "api-task", { name: "DATABASE_URL", value: "x" }),
    "a secret that is not of this stack": (stack) => {
      list(containersOf(item(stack, "api-task"))[0], "secrets").push({
        name: "OTHER",
        valueFrom: "arn:aws:secretsmanager:eu-west-1:1:secret:x",
      });
    },
  },
};

const secretsHaveFirstVersions: Rule = {
  name: "secrets-have-first-versions",
  asks: "Every secret has a version, or no task that reads it could start; the user's says `unset` and is left alone afterwards; a service waits for those that it reads.",
  judge(stack, look) {
    const versions = ofType(stack, "secretsmanager/secretVersion:SecretVersion");
    for (const { key } of ofType(stack, "secretsmanager/secret:Secret")) {
      const own = versions.filter(({ properties }) => target(properties["secretId"]) === key);
      look(key, own.length === 1);
      for (const one of own)
        if (!SOURCE.test(text(one.properties, "secretString")))
          look(
            `${key} is the user's`,
            text(one.properties, "secretString") === "unset" &&
              list(one.options, "ignoreChanges").includes("secretString"),
          );
    }
    for (const { key, options, properties } of ofType(stack, "ecs/service:Service")) {
      const task = item(stack, target(properties["taskDefinition"]));
      for (const one of containersOf(task).flatMap((container) => list(container, "secrets"))) {
        const secret = target(text(one, "valueFrom"));
        look(
          `${key} waits for ${secret}`,
          versions.some(
            (version) =>
              target(version.properties["secretId"]) === secret && list(options, "dependsOn").includes(version.key),
          ),
        );
      }
    }
  },
  breaks: {
    "a secret without a version": (stack) => {
      stack.items = stack.items.filter(({ key }) => key !== "secret-hook-initial");
    },
    "a value of the user's": (stack) => {
      item(stack, "secret-api-key-initial").properties["secretString"] = "letmein";
    },
    "a value that the next update overwrites": (stack) => {
      item(stack, "secret-api-key-initial").options["ignoreChanges"] = [];
    },
    "a service that does not wait": (stack) => {
      item(stack, "api-service").options["dependsOn"] = [];
    },
  },
};

/** The rules of secrets. */
export const SECRETS: readonly Rule[] = [secretsFlowToTheirHolders, variablesNameSecrets, secretsHaveFirstVersions];
