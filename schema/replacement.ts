// Which property of a resource forces a new one: CloudFormation's published answer (replacement.json, written by
// tools/replacement.ts), and where the provider that Pulumi bridges does otherwise, its own.
import table from "./replacement.json" with { type: "json" };

/** Whether another value of a property makes a new resource; `maybe` where that depends on more than the property. */
export type Replaces = "yes" | "no" | "maybe";

/** An answer, and who gives it. */
export interface Answer {
  readonly replaces: Replaces;
  readonly source: string;
}

interface Known {
  readonly cloudFormation: string | null;
  readonly properties: Readonly<Record<string, string>>;
}

/** When the table of CloudFormation's answers was published, and by whom. */
export const TABLE: { readonly source: string; readonly date: string } = { source: table.source, date: table.date };

const PUBLISHED: Readonly<Record<string, Known>> = table.types;

/** Where the provider's code is: a file below `internal/service`, of the release that every answer here was tried with. */
const provider = (file: string): string =>
  `https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/${file}`;

const RDS = provider("rds/instance.go");
const RULES = provider("ec2/vpc_security_group_ingress_rule.go");

type Corrections = Readonly<Record<string, { readonly source: string } & Readonly<Record<string, Replaces | string>>>>;

/**
 * What the provider does otherwise, or knows alone: the answers of `terraform plan` to a change of each property. The
 * acceptance test asks again where the provider is found.
 */
const CORRECTIONS: Corrections = {
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
    source: provider("ec2/vpc_default_security_group.go"),
    vpcId: "yes",
    ingress: "no",
    egress: "no",
    tags: "no",
  },
  "aws:ec2/internetGateway:InternetGateway": { source: provider("ec2/vpc_internet_gateway.go"), vpcId: "no" },
  "aws:ec2/routeTable:RouteTable": { source: provider("ec2/vpc_route_table.go"), routes: "no" },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    source: provider("ec2/vpc_route_table_association.go"),
    routeTableId: "no",
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
    source: provider("ecr/lifecycle_policy.go"),
    repository: "yes",
    policy: "no",
  },
  "aws:ecs/taskDefinition:TaskDefinition": { source: provider("ecs/task_definition.go"), skipDestroy: "no" },
  "aws:elasticache/parameterGroup:ParameterGroup": {
    source: provider("elasticache/parameter_group.go"),
    description: "yes",
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    source: provider("elasticache/replication_group.go"),
    authToken: "no",
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    source: provider("iam/role_policy_attachment.go"),
    role: "yes",
    policyArn: "yes",
  },
  "aws:lb/listenerCertificate:ListenerCertificate": {
    source: provider("elbv2/listener_certificate.go"),
    certificateArn: "yes",
    listenerArn: "yes",
  },
  "aws:rds/instance:Instance": {
    source: RDS,
    autoMinorVersionUpgrade: "no",
    backupRetentionPeriod: "no",
    dbSubnetGroupName: "no",
    engine: "yes",
    finalSnapshotIdentifier: "no",
    identifier: "no",
    maintenanceWindow: "no",
    multiAz: "no",
    parameterGroupName: "no",
    port: "no",
    skipFinalSnapshot: "no",
    storageType: "no",
  },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
    source: provider("s3/bucket_lifecycle_configuration.go"),
    bucket: "yes",
    rules: "no",
  },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
    source: provider("s3/bucket_public_access_block.go"),
    bucket: "yes",
    blockPublicAcls: "no",
    blockPublicPolicy: "no",
    ignorePublicAcls: "no",
    restrictPublicBuckets: "no",
  },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
    source: provider("s3/bucket_server_side_encryption_configuration.go"),
    bucket: "yes",
    rules: "no",
  },
  "aws:s3/bucketVersioning:BucketVersioning": {
    source: provider("s3/bucket_versioning.go"),
    bucket: "yes",
    versioningConfiguration: "no",
  },
  "aws:secretsmanager/secret:Secret": { source: provider("secretsmanager/secret.go"), recoveryWindowInDays: "no" },
  "aws:secretsmanager/secretVersion:SecretVersion": {
    source: provider("secretsmanager/secret_version.go"),
    secretId: "yes",
    secretString: "yes",
  },
  "aws:servicediscovery/service:Service": {
    source: provider("servicediscovery/service.go"),
    "dnsConfig.namespaceId": "yes",
    dnsConfig: "no",
  },
  "aws:sns/topic:Topic": { source: provider("sns/topic.go"), policy: "no" },
  "aws:sqs/queuePolicy:QueuePolicy": { source: provider("sqs/queue_policy.go"), queueUrl: "yes" },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
    source: RULES,
    cidrIpv4: "no",
    fromPort: "no",
    ipProtocol: "no",
    prefixListId: "no",
    referencedSecurityGroupId: "no",
    toPort: "no",
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    source: RULES,
    cidrIpv4: "no",
    fromPort: "no",
    ipProtocol: "no",
    referencedSecurityGroupId: "no",
    toPort: "no",
  },
  "random:index/randomPassword:RandomPassword": {
    source: "https://www.pulumi.com/registry/packages/random/api-docs/randompassword/",
    length: "yes",
    special: "yes",
  },
};

/**
 * Whether a change at `property` (`healthCheck.path`, `containerDefinitions[api].image`) makes a new resource. The
 * nearest entry that leads to it counts; the provider's before CloudFormation's. What neither knows is a `maybe`: a
 * property that nobody has looked up is no promise.
 */
export function replaces(type: string, property: string): Answer {
  const own = CORRECTIONS[type];
  const published = PUBLISHED[type];
  for (const place of placesOf(property)) {
    const corrected = own?.[place];
    if (own && place !== "source" && isReplaces(corrected)) return { replaces: corrected, source: own.source };
    const answer = published?.properties[place];
    if (isReplaces(answer)) return { replaces: answer, source: TABLE.source };
  }
  return { replaces: "maybe", source: `neither ${TABLE.source} nor the provider was asked about ${property}` };
}

/** Whether the tables know a property, so that `replaces` does not have to assume. */
export function isKnown(type: string, property: string): boolean {
  return isReplaces(CORRECTIONS[type]?.[property]) || isReplaces(PUBLISHED[type]?.properties[property]);
}

/** Every type that the tables know. */
export const KNOWN_TYPES: readonly string[] = Object.keys(PUBLISHED);

const isReplaces = (value: unknown): value is Replaces => value === "yes" || value === "no" || value === "maybe";

/** `a.b[c].d`: itself without its selections, then each place above it. */
function placesOf(property: string): readonly string[] {
  const keys = property.replaceAll(/\[[^\]]*\]/g, "").split(".");
  return keys.map((_, index) => keys.slice(0, keys.length - index).join("."));
}
