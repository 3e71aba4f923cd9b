// What a stack asks Pulumi's engine for, in the words of Terraform, so that the provider that Pulumi itself bridges can
// judge it: properties by the provider's own schema, references as references.
import type { Data, Registered } from "../pulumi/expected.ts";
import { stand } from "./likeness.ts";
import { REFERENCE, type Stack } from "./stacks.ts";
import { KINDS, NOT_OF_AWS } from "./types.ts";

/** A block of the provider's schema, as `terraform providers schema -json` tells it. */
export interface Block {
  readonly attributes?: Readonly<Record<string, { readonly type?: unknown; readonly required?: boolean }>>;
  readonly block_types?: Readonly<Record<string, { readonly block: Block }>>;
}
/** Blocks by type: `aws_vpc`. */
export type Schema = Readonly<Record<string, { readonly block: Block }>>;

/** A stack as Terraform's JSON, and what could not be said in its words. */
export interface Bridged {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Map>>>>;
  readonly problems: readonly Problem[];
}

/** What has no word in the provider's schema. */
interface Problem {
  readonly name: string;
  readonly text: string;
}

type Map = { readonly [key: string]: Data };

/** What the words are for. */
export interface Purpose {
  /** References in JSON texts are likely values, which the provider can judge before anything is there. */
  readonly judged: boolean;
  /** Whether a resource is none of Terraform's here: what refers to it gets likely values. */
  readonly absent: (one: Registered) => boolean;
}

/** To be judged as a whole. */
export const JUDGED: Purpose = { judged: true, absent: ({ type }) => NOT_OF_AWS.includes(type) };

/** Where Pulumi's word is another one: https://github.com/pulumi/pulumi-aws/blob/master/provider/resources.go */
const RENAMED: Readonly<Record<string, string>> = {
  "aws_cloudwatch_metric_alarm.name": "alarm_name",
  // The attribute `arn` came with a newer provider; the id has always been the ARN.
  "aws_ecs_service.arn": "id",
  "aws_lambda_function.code": "filename",
  "aws_lambda_function.name": "function_name",
  "aws_lambda_permission.function": "function_name",
  "aws_sns_topic_subscription.topic": "topic_arn",
};

/** What Pulumi names by itself where Terraform wants to be told, or names in a way that moto does not know. */
const AUTONAMED: Readonly<Record<string, string>> = {
  aws_appautoscaling_policy: "name",
  aws_db_parameter_group: "name",
  aws_db_subnet_group: "name",
  aws_elasticache_parameter_group: "name",
  aws_elasticache_subnet_group: "name",
  aws_lambda_permission: "statement_id",
  aws_lb_target_group: "name",
  aws_security_group: "name",
};

/** A stack in Terraform's words. */
export function bridge(stack: Stack, schema: Schema, purpose: Purpose): Bridged {
  const byName = new Map(stack.resources.map((one) => [one.name, one]));
  const resource: Record<string, Record<string, Map>> = {};
  const problems: Problem[] = [];
  for (const one of stack.resources) {
    if (purpose.absent(one)) continue;
    const type = KINDS[one.type]?.terraform ?? "";
    const known = schema[type];
    if (!known) {
      problems.push({ name: one.name, text: `there is no ${one.type}` });
      continue;
    }
    const talk: Talk = { name: one.name, type, schema, byName, purpose, problems, region: stack.region };
    (resource[type] ??= {})[idOf(one.name)] = body(one, known.block, talk);
  }
  return { resource, problems };
}

/** What a conversion works with. */
interface Talk {
  readonly name: string;
  readonly type: string;
  readonly schema: Schema;
  readonly byName: ReadonlyMap<string, Registered>;
  readonly purpose: Purpose;
  readonly problems: Problem[];
  readonly region: string;
}

function body(one: Registered, block: Block, talk: Talk): Map {
  const said = fields(one.inputs, block, one.name, talk);
  const name = AUTONAMED[talk.type];
  return {
    ...said,
    ...(name !== undefined && said[name] === undefined ? { [name]: `${one.name.slice(0, 24)}-0a1b2c3` } : {}),
    depends_on: dependencies(one, talk),
    ...(one.ignoreChanges.length > 0
      ? { lifecycle: { ignore_changes: one.ignoreChanges.flatMap((key) => spelled(key, block, one.name, talk) ?? []) } }
      : {}),
  };
}

function dependencies({ dependencies }: Registered, { byName, purpose }: Talk): readonly string[] {
  const others = dependencies.map((urn) => byName.get(urn.split("::").at(-1) ?? ""));
  return others.flatMap((other) => (other && !purpose.absent(other) ? [addressOf(other)] : [])).sort();
}

/** Terraform's name of a resource. */
const idOf = (name: string): string => `r_${name.replaceAll("-", "_")}`;
/** `aws_vpc.r_vpc`. */
export const addressOf = ({ type, name }: Pick<Registered, "type" | "name">): string =>
  `${KINDS[type]?.terraform}.${idOf(name)}`;

function fields(map: Map, block: Block, where: string, talk: Talk): Map {
  const entries = Object.entries(map).flatMap(([key, value]): [string, Data][] => {
    const name = spelled(key, block, where, talk);
    if (name === undefined) return [];
    const inner = block.block_types?.[name]?.block;
    const at = `${where}.${key}`;
    return [[name, inner ? blocks(value, inner, at, talk) : attribute(value, block.attributes?.[name]?.type, talk)]];
  });
  return Object.fromEntries(entries);
}

function blocks(value: Data, block: Block, where: string, talk: Talk): Data {
  if (Array.isArray(value)) return value.map((one: Data, at) => blocks(one, block, `${where}[${at}]`, talk));
  if (typeof value === "object" && value !== null) return fields(value as Map, block, where, talk);
  talk.problems.push({ name: talk.name, text: `${where}: a block is wanted` });
  return value;
}

/** The property in the schema's spelling; Pulumi makes plurals of lists and camels of snakes. */
function spelled(key: string, block: Block, where: string, talk: Talk): string | undefined {
  const snake = key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const singular = snake.replace(/ies$/, "y").replace(/(?<=s|x|ch)es$|s$/, "");
  const candidates = [RENAMED[`${talk.type}.${key}`], snake, singular, snake.replace(/s$/, "")];
  const found = candidates.find((name) => name !== undefined && has(block, name));
  if (found === undefined)
    talk.problems.push({ name: talk.name, text: `${where}.${key}: ${talk.type} has no such property` });
  return found;
}

const has = (block: Block, name: string): boolean => Boolean(block.attributes?.[name] ?? block.block_types?.[name]);

/** The value of an attribute; of an object that is one, Terraform wants every field. */
function attribute(value: Data, type: unknown, talk: Talk): Data {
  if (typeof value === "string") return text(value, talk);
  if (typeof value !== "object" || value === null) return value;
  if (isArchive(value)) return "archive.zip";
  const [shape, inner] = Array.isArray(type) ? (type as [string, unknown]) : ["", undefined];
  if (Array.isArray(value)) return value.map((one: Data) => attribute(one, inner, talk));
  if (shape !== "object")
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, attribute(one, inner, talk)]));
  return Object.fromEntries(
    Object.entries(inner as Record<string, unknown>).map(([name, own]) => {
      const camel = name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
      return [name, attribute((value as Map)[camel] ?? null, own, talk)];
    }),
  );
}

const isArchive = (value: object): boolean => "assets" in value;

/** A text whose references are Terraform's; in JSON that is to be judged they are values as AWS would give them. */
function text(value: string, talk: Talk): string {
  const escaped = value.replaceAll(/([$%])\{/g, "$1$1{");
  const judged = talk.purpose.judged && /^[[{]/.test(value);
  return escaped.replaceAll(REFERENCE, (whole, name: string, attribute: string) => {
    const to = talk.byName.get(name);
    if (!to) return whole;
    if (judged || talk.purpose.absent(to)) return stand(to, attribute, talk.region);
    const type = KINDS[to.type]?.terraform ?? "";
    const block = talk.schema[type]?.block ?? {};
    const own = attribute === "id" ? "id" : spelled(attribute, block, `the attribute ${name}`, { ...talk, type });
    return `\${${addressOf(to)}.${own}}`;
  });
}
