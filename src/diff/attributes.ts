// Which attributes of a resource are others once it was updated or made anew: those that AWS draws by lot, and those
// that are made from a name that changed.

/** Attributes that are made from properties alone: a new resource of the same name has the same. */
const MADE_FROM: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "aws:appautoscaling/target:Target": { id: ["serviceNamespace", "resourceId", "scalableDimension"] },
  "aws:cloudwatch/logGroup:LogGroup": { id: ["name"], arn: ["name"] },
  // The list of S3's addresses is the region's, whichever endpoint asks for it.
  "aws:ec2/vpcEndpoint:VpcEndpoint": { prefixListId: ["serviceName"] },
  "aws:ecr/repository:Repository": { id: ["name"], arn: ["name"], repositoryUrl: ["name"] },
  "aws:ecs/cluster:Cluster": { id: ["name"], arn: ["name"] },
  "aws:ecs/service:Service": { id: ["name", "cluster"], arn: ["name", "cluster"] },
  "aws:ecs/taskDefinition:TaskDefinition": { arnWithoutRevision: ["family"] },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    id: ["replicationGroupId"],
    primaryEndpointAddress: ["replicationGroupId"],
    readerEndpointAddress: ["replicationGroupId"],
  },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": { id: ["url"], arn: ["url"] },
  "aws:iam/role:Role": { id: ["name"], arn: ["name"] },
  "aws:lambda/function:Function": { id: ["name"], arn: ["name"] },
  "aws:rds/instance:Instance": {
    address: ["identifier"],
    arn: ["identifier"],
    endpoint: ["identifier", "port"],
  },
  "aws:s3/bucket:Bucket": { id: ["bucket"], arn: ["bucket"] },
  "aws:sns/topic:Topic": { id: ["name"], arn: ["name"] },
  "aws:sqs/queue:Queue": { id: ["name"], arn: ["name"] },
};

/** What is known of the resource that an attribute belongs to. */
export interface Upstream {
  readonly type: string;
  readonly isNew: boolean;
  /** The properties that it has, and those of them that are others now. */
  readonly properties: ReadonlySet<string>;
  readonly changed: ReadonlySet<string>;
}

/** Whether an attribute has another value after the change. */
export function changes({ type, isNew, properties, changed }: Upstream, attribute: string): boolean {
  const name = attribute.split(/[.[]/)[0] ?? "";
  const sources = MADE_FROM[type]?.[name] ?? (properties.has(name) ? [name] : undefined);
  return sources === undefined ? isNew : sources.some((property) => changed.has(property));
}
