// A stack as a template of CloudFormation: AWS's own published schemas judge it as they would judge anybody's.
import type { Data, Registered } from "../pulumi/expected.ts";
import { stand } from "./likeness.ts";
import { type Fields, KEPT } from "./shaping.ts";
import { REFERENCE, type Stack } from "./stacks.ts";
import { KINDS } from "./types.ts";
import { WORDS } from "./words.ts";

/** A resource of a template. */
export interface Declared {
  readonly Type: string;
  readonly Properties: Fields;
}

/** A template, what stands under which name in it, and the types that it leaves out. */
export interface Template {
  readonly resources: Readonly<Record<string, Declared>>;
  /** Logical ids and the names that they were made from. */
  readonly names: ReadonlyMap<string, string>;
  readonly left: readonly string[];
}

/** What `Ref` gives of a type is mostly its id; where Pulumi's attribute is another one, `Fn::GetAtt` names it. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  "AWS::EC2::EIP.id": "AllocationId",
  "AWS::EC2::SecurityGroup.id": "GroupId",
  "AWS::ECR::Repository.arn": "Arn",
  "AWS::ECR::Repository.repositoryUrl": "RepositoryUri",
  "AWS::ECS::Cluster.arn": "Arn",
  "AWS::ElasticLoadBalancingV2::LoadBalancer.arnSuffix": "LoadBalancerFullName",
  "AWS::ElasticLoadBalancingV2::TargetGroup.arnSuffix": "TargetGroupFullName",
  "AWS::ElastiCache::ReplicationGroup.primaryEndpointAddress": "PrimaryEndPoint.Address",
  "AWS::IAM::Role.arn": "Arn",
  "AWS::Lambda::Function.arn": "Arn",
  "AWS::Logs::LogGroup.arn": "Arn",
  "AWS::RDS::DBInstance.address": "Endpoint.Address",
  "AWS::S3::Bucket.arn": "Arn",
  "AWS::SQS::Queue.arn": "Arn",
  "AWS::ServiceDiscovery::Service.arn": "Arn",
};

/** What `Ref` gives, by type: `arn`, `name`, else `id`. */
const REFERRED: Readonly<Record<string, string>> = {
  "AWS::ECS::Service": "arn",
  "AWS::ECS::TaskDefinition": "arn",
  "AWS::ElastiCache::ParameterGroup": "name",
  "AWS::ElastiCache::SubnetGroup": "name",
  "AWS::ElasticLoadBalancingV2::Listener": "arn",
  "AWS::ElasticLoadBalancingV2::LoadBalancer": "arn",
  "AWS::ElasticLoadBalancingV2::TargetGroup": "arn",
  "AWS::RDS::DBParameterGroup": "name",
  "AWS::RDS::DBSubnetGroup": "name",
  "AWS::SNS::Topic": "arn",
};

/** A stack as a template. */
export function templateOf(stack: Stack): Template {
  const talk: Talk = { byName: new Map(stack.resources.map((one) => [one.name, one])), region: stack.region };
  const resources: Record<string, Declared> = {};
  const names = new Map<string, string>();
  const left: string[] = [];
  for (const one of stack.resources) {
    const words = WORDS[one.type] ?? {};
    const Type = KINDS[one.type]?.cloudFormation;
    const owner = words.partOf === undefined ? undefined : ownerOf(one, words.partOf, stack);
    const id = logical(owner?.name ?? one.name);
    if (Type === undefined && owner === undefined) {
      left.push(one.type);
      continue;
    }
    const said = properties(one, talk);
    const before = resources[id];
    resources[id] = owner && before ? added(before, said) : { Type: Type ?? "", Properties: said };
    names.set(id, owner?.name ?? one.name);
  }
  return { resources, names, left };
}

/** What the template has of a resource and of what is a part of it; policies of a role are a list. */
function added({ Type, Properties }: Declared, more: Fields): Declared {
  const joined = Object.entries(more).map(([key, value]): [string, Data] => {
    const own = Properties[key];
    return [key, Array.isArray(own) && Array.isArray(value) ? ([...own, ...value] as Data) : value];
  });
  return { Type, Properties: { ...Properties, ...Object.fromEntries(joined) } };
}

/** The resource that another one is a part of: it is referred to, or called by the name that it was given. */
function ownerOf(one: Registered, property: string, stack: Stack): Registered | undefined {
  const said = one.inputs[property];
  return stack.resources.find(
    ({ name, inputs }) =>
      said === `<${name}.id>` ||
      said === `<${name}.name>` ||
      (said !== undefined && said === inputs["name"] && one.dependencies.some((urn) => urn.endsWith(`::${name}`))),
  );
}

interface Talk {
  readonly byName: ReadonlyMap<string, Registered>;
  readonly region: string;
}

function properties(one: Registered, talk: Talk): Fields {
  const { renamed = {}, left = {}, shape, partOf } = WORDS[one.type] ?? {};
  const own = Object.fromEntries(Object.entries(one.inputs).filter(([key]) => !(key in left) && key !== partOf));
  const { tags, ...shaped } = shape ? shape(own, one.name) : own;
  return {
    ...Object.fromEntries(
      Object.entries(shaped).map(([key, value]) => [renamed[key] ?? pascal(key), converted(value, talk, false)]),
    ),
    ...(tags === undefined ? {} : { Tags: Object.entries(tags as Fields).map(([Key, Value]) => ({ Key, Value })) }),
  };
}

function converted(value: Data, talk: Talk, verbatim: boolean): Data {
  if (typeof value === "string") return text(value, talk);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((one: Data) => converted(one, talk, verbatim));
  if (KEPT in value) return converted((value as Fields)[KEPT] ?? null, talk, true);
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [verbatim ? key : pascal(key), converted(one, talk, verbatim)]),
  );
}

/** A text: one reference as such, several in a substitution. */
function text(value: string, talk: Talk): Data {
  const [whole] = [...value.matchAll(REFERENCE)];
  if (!whole || !talk.byName.has(whole[1] ?? "")) return value;
  if (whole[0] === value) return reference(whole[1] ?? "", whole[2] ?? "", talk);
  const said = value.replaceAll("${", "${!").replaceAll(REFERENCE, (_, name: string, attribute: string) => {
    const target = reference(name, attribute, talk);
    if (typeof target === "string") return target;
    const { Ref, "Fn::GetAtt": got } = target as Fields;
    return Ref === undefined ? `\${${(got as readonly string[]).join(".")}}` : `\${${Ref}}`;
  });
  return /\$\{[^!]/.test(said) ? { "Fn::Sub": said } : said.replaceAll("${!", "${");
}

function reference(name: string, attribute: string, { byName, region }: Talk): Data {
  const to = byName.get(name);
  if (!to) throw new Error(`no resource ${name}`);
  const type = KINDS[to.type]?.cloudFormation ?? "";
  const got = ATTRIBUTES[`${type}.${attribute}`];
  if (got !== undefined) return { "Fn::GetAtt": [logical(name), got] };
  const referred = type === "AWS::SecretsManager::Secret" ? attribute : (REFERRED[type] ?? "id");
  if (type !== "" && attribute === referred) return { Ref: logical(name) };
  return stand(to, attribute, region);
}

/** Ids in templates are of letters and digits. */
const logical = (name: string): string => name.split("-").map(pascal).join("");
const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
