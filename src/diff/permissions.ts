// Who may do what in AWS: every statement of every policy, a line for each action on each resource.
import type { Graph, Resource } from "#schema/graph.ts";
import { plain } from "./leaves.ts";

interface Statement {
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/** A line a permission, of roles and of resources that let others in. */
export function permissions({ resources }: Graph): readonly string[] {
  return resources.flatMap((one) => (KINDS[one.type] ?? (() => []))(one));
}

const KINDS: Readonly<Record<string, (one: Resource) => readonly string[]>> = {
  "aws:iam/role:Role": (one) =>
    statements(one, "assumeRolePolicy").map((each) => `${who(each)} ${verb(each)} act as ${one.key}${condition(each)}`),
  "aws:iam/rolePolicy:RolePolicy": (one) => allowed(one, subject(text(one, "role"))),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": (one) => [
    `${subject(text(one, "role"))} may do all that ${text(one, "policyArn").replace(/^.*\//, "")} allows`,
  ],
  "aws:lambda/permission:Permission": (one) => [
    `${text(one, "principal")} may ${text(one, "action")} on ${subject(text(one, "function"))}, for ${readable(text(one, "sourceArn"))}`,
  ],
  "aws:s3/bucketPolicy:BucketPolicy": (one) => allowed(one, undefined),
  "aws:sqs/queuePolicy:QueuePolicy": (one) => allowed(one, undefined),
};

function allowed(one: Resource, role: string | undefined): readonly string[] {
  return statements(one, "policy").flatMap((each) =>
    list(each.Action).flatMap((action) =>
      list(each.Resource).map(
        (resource) => `${role ?? who(each)} ${verb(each)} ${action} on ${readable(resource)}${condition(each)}`,
      ),
    ),
  );
}

function statements({ properties }: Resource, property: string): readonly Statement[] {
  const document = plain(properties[property]) as { readonly Statement?: readonly Statement[] } | undefined;
  return document?.Statement ?? [];
}

const verb = ({ Effect }: Statement): string => (Effect === "Deny" ? "may not" : "may");

function who({ Principal }: Statement): string {
  if (typeof Principal === "string") return Principal === "*" ? "anyone" : readable(Principal);
  const names = Object.values((Principal ?? {}) as Readonly<Record<string, string | readonly string[]>>);
  return names.flatMap(list).map(readable).join(", ");
}

/** ` if StringEquals aws:SourceAccount 111122223333`. */
function condition({ Condition }: Statement): string {
  const operators = Object.entries((Condition ?? {}) as Readonly<Record<string, Readonly<Record<string, string>>>>);
  const parts = operators.flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, value]) => `${key} ${operator} ${list(value).map(readable).join(" or ")}`),
  );
  return parts.length === 0 ? "" : ` if ${parts.join(" and ")}`;
}

const text = ({ properties }: Resource, property: string): string => String(plain(properties[property]));
const list = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === "string" ? [value] : value;

/** `<backup-role.name>` as `backup-role`. */
const subject = (value: string): string => value.replace(/^<(.*)\.[^.>]*>$/, "$1");
/** A text in which references are the keys of what they refer to. */
const readable = (value: string): string => value.replaceAll(/<([^<>]*?)\.[A-Za-z0-9[\]]+>/g, "$1");
