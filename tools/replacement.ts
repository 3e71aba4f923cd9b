// Writes schema/replacement.json: which property of a resource forces a new one, as CloudFormation's published schemas
// tell it, for every property that graphs hold. `node tools/replacement.ts FOLDER`, where FOLDER has
// node_modules/@aws-cdk/aws-service-spec; nothing else of the project needs the package, so that it is no dependency.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { byText } from "#schema/order.ts";
import { judge } from "#src/judge.ts";
import { lower } from "#src/lower.ts";
import { sampleSpecs } from "../test/support/specs.ts";

const ROOT = join(import.meta.dirname, "..");
const PACKAGE = "@aws-cdk/aws-service-spec";

/** CloudFormation's name of each type; undefined where it has no such resource of its own. */
const TYPES: Readonly<Record<string, string | undefined>> = {
  "aws:appautoscaling/policy:Policy": "AWS::ApplicationAutoScaling::ScalingPolicy",
  "aws:appautoscaling/target:Target": "AWS::ApplicationAutoScaling::ScalableTarget",
  "aws:cloudwatch/logGroup:LogGroup": "AWS::Logs::LogGroup",
  "aws:cloudwatch/metricAlarm:MetricAlarm": "AWS::CloudWatch::Alarm",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": undefined,
  "aws:ec2/eip:Eip": "AWS::EC2::EIP",
  "aws:ec2/internetGateway:InternetGateway": "AWS::EC2::InternetGateway",
  "aws:ec2/natGateway:NatGateway": "AWS::EC2::NatGateway",
  "aws:ec2/route:Route": "AWS::EC2::Route",
  "aws:ec2/routeTable:RouteTable": "AWS::EC2::RouteTable",
  "aws:ec2/routeTableAssociation:RouteTableAssociation": "AWS::EC2::SubnetRouteTableAssociation",
  "aws:ec2/securityGroup:SecurityGroup": "AWS::EC2::SecurityGroup",
  "aws:ec2/subnet:Subnet": "AWS::EC2::Subnet",
  "aws:ec2/vpc:Vpc": "AWS::EC2::VPC",
  "aws:ec2/vpcEndpoint:VpcEndpoint": "AWS::EC2::VPCEndpoint",
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": undefined,
  "aws:ecr/repository:Repository": "AWS::ECR::Repository",
  "aws:ecs/cluster:Cluster": "AWS::ECS::Cluster",
  "aws:ecs/service:Service": "AWS::ECS::Service",
  "aws:ecs/taskDefinition:TaskDefinition": "AWS::ECS::TaskDefinition",
  "aws:elasticache/parameterGroup:ParameterGroup": "AWS::ElastiCache::ParameterGroup",
  "aws:elasticache/replicationGroup:ReplicationGroup": "AWS::ElastiCache::ReplicationGroup",
  "aws:elasticache/subnetGroup:SubnetGroup": "AWS::ElastiCache::SubnetGroup",
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": "AWS::IAM::OIDCProvider",
  "aws:iam/role:Role": "AWS::IAM::Role",
  "aws:iam/rolePolicy:RolePolicy": "AWS::IAM::RolePolicy",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": undefined,
  "aws:lambda/function:Function": "AWS::Lambda::Function",
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": "AWS::Lambda::EventInvokeConfig",
  "aws:lambda/permission:Permission": "AWS::Lambda::Permission",
  "aws:lb/listener:Listener": "AWS::ElasticLoadBalancingV2::Listener",
  "aws:lb/listenerCertificate:ListenerCertificate": "AWS::ElasticLoadBalancingV2::ListenerCertificate",
  "aws:lb/listenerRule:ListenerRule": "AWS::ElasticLoadBalancingV2::ListenerRule",
  "aws:lb/loadBalancer:LoadBalancer": "AWS::ElasticLoadBalancingV2::LoadBalancer",
  "aws:lb/targetGroup:TargetGroup": "AWS::ElasticLoadBalancingV2::TargetGroup",
  "aws:rds/instance:Instance": "AWS::RDS::DBInstance",
  "aws:rds/parameterGroup:ParameterGroup": "AWS::RDS::DBParameterGroup",
  "aws:rds/subnetGroup:SubnetGroup": "AWS::RDS::DBSubnetGroup",
  "aws:s3/bucket:Bucket": "AWS::S3::Bucket",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": undefined,
  "aws:s3/bucketPolicy:BucketPolicy": "AWS::S3::BucketPolicy",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": undefined,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": undefined,
  "aws:s3/bucketVersioning:BucketVersioning": undefined,
  "aws:scheduler/schedule:Schedule": "AWS::Scheduler::Schedule",
  "aws:secretsmanager/secret:Secret": "AWS::SecretsManager::Secret",
  "aws:secretsmanager/secretVersion:SecretVersion": undefined,
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": "AWS::ServiceDiscovery::PrivateDnsNamespace",
  "aws:servicediscovery/service:Service": "AWS::ServiceDiscovery::Service",
  "aws:sns/topic:Topic": "AWS::SNS::Topic",
  "aws:sns/topicSubscription:TopicSubscription": "AWS::SNS::Subscription",
  "aws:sqs/queue:Queue": "AWS::SQS::Queue",
  "aws:sqs/queuePolicy:QueuePolicy": "AWS::SQS::QueuePolicy",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "AWS::EC2::SecurityGroupEgress",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "AWS::EC2::SecurityGroupIngress",
  "random:index/randomPassword:RandomPassword": undefined,
};

/** CloudFormation's word where it is another than ours with a capital; undefined where it has none. */
const WORDS: Readonly<Record<string, Readonly<Record<string, string | undefined>>>> = {
  "aws:cloudwatch/logGroup:LogGroup": { name: "LogGroupName" },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    name: "AlarmName",
    metricQueries: "Metrics",
    evaluateLowSampleCountPercentiles: "EvaluateLowSampleCountPercentile",
    okActions: "OKActions",
  },
  "aws:ec2/internetGateway:InternetGateway": { vpcId: undefined },
  "aws:ec2/routeTable:RouteTable": { routes: undefined },
  "aws:ec2/securityGroup:SecurityGroup": { description: "GroupDescription" },
  "aws:ecr/repository:Repository": {
    name: "RepositoryName",
    encryptionConfigurations: "EncryptionConfiguration",
    forceDelete: "EmptyOnDelete",
  },
  "aws:ecs/cluster:Cluster": { name: "ClusterName", settings: "ClusterSettings" },
  "aws:ecs/service:Service": {
    name: "ServiceName",
    enableEcsManagedTags: "EnableECSManagedTags",
    deploymentCircuitBreaker: "DeploymentConfiguration",
    deploymentMaximumPercent: "DeploymentConfiguration",
    deploymentMinimumHealthyPercent: "DeploymentConfiguration",
  },
  "aws:ecs/taskDefinition:TaskDefinition": { skipDestroy: undefined },
  "aws:elasticache/parameterGroup:ParameterGroup": { family: "CacheParameterGroupFamily", parameters: "Properties" },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    description: "ReplicationGroupDescription",
    nodeType: "CacheNodeType",
    multiAzEnabled: "MultiAZEnabled",
    parameterGroupName: "CacheParameterGroupName",
    subnetGroupName: "CacheSubnetGroupName",
  },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": { clientIdLists: "ClientIdList" },
  "aws:iam/role:Role": { name: "RoleName", assumeRolePolicy: "AssumeRolePolicyDocument" },
  "aws:iam/rolePolicy:RolePolicy": { role: "RoleName", policy: "PolicyDocument" },
  "aws:lambda/function:Function": { name: "FunctionName" },
  "aws:lambda/permission:Permission": { function: "FunctionName" },
  "aws:lb/listener:Listener": { certificateArn: "Certificates" },
  "aws:lb/listenerCertificate:ListenerCertificate": { certificateArn: "Certificates" },
  "aws:lb/loadBalancer:LoadBalancer": {
    loadBalancerType: "Type",
    internal: "Scheme",
    dropInvalidHeaderFields: "LoadBalancerAttributes",
    enableDeletionProtection: "LoadBalancerAttributes",
  },
  "aws:lb/targetGroup:TargetGroup": { deregistrationDelay: "TargetGroupAttributes", healthCheck: "HealthCheckPath" },
  "aws:rds/instance:Instance": {
    identifier: "DBInstanceIdentifier",
    parameterGroupName: "DBParameterGroupName",
    instanceClass: "DBInstanceClass",
    dbName: "DBName",
    username: "MasterUsername",
    password: "MasterUserPassword",
    dbSubnetGroupName: "DBSubnetGroupName",
    vpcSecurityGroupIds: "VPCSecurityGroups",
    caCertIdentifier: "CACertificateIdentifier",
    multiAz: "MultiAZ",
    backupWindow: "PreferredBackupWindow",
    maintenanceWindow: "PreferredMaintenanceWindow",
    enabledCloudwatchLogsExports: "EnableCloudwatchLogsExports",
    performanceInsightsEnabled: "EnablePerformanceInsights",
    skipFinalSnapshot: undefined,
    finalSnapshotIdentifier: undefined,
  },
  "aws:rds/subnetGroup:SubnetGroup": { description: "DBSubnetGroupDescription" },
  "aws:s3/bucket:Bucket": { bucket: "BucketName" },
  "aws:s3/bucketPolicy:BucketPolicy": { policy: "PolicyDocument" },
  "aws:secretsmanager/secret:Secret": { recoveryWindowInDays: undefined },
  "aws:sns/topic:Topic": { name: "TopicName" },
  "aws:sns/topicSubscription:TopicSubscription": { topic: "TopicArn" },
  "aws:sqs/queue:Queue": { name: "QueueName", messageRetentionSeconds: "MessageRetentionPeriod" },
  "aws:sqs/queuePolicy:QueuePolicy": { queueUrl: "Queues", policy: "PolicyDocument" },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
    securityGroupId: "GroupId",
    cidrIpv4: "CidrIp",
    prefixListId: "DestinationPrefixListId",
    referencedSecurityGroupId: "DestinationSecurityGroupId",
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    securityGroupId: "GroupId",
    cidrIpv4: "CidrIp",
    referencedSecurityGroupId: "SourceSecurityGroupId",
  },
};

/** Enough generated specs that together they use the whole language. */
const SAMPLES = 200;

/** Every property of every type that specs make, both sorted. */
function emitted(): readonly (readonly [type: string, properties: readonly string[]])[] {
  const goldens = join(ROOT, "test", "golden");
  const files = [
    join(ROOT, "spec", "sage.yaml"),
    join(ROOT, "test", "accept", "pulumi", "nasty.yaml"),
    ...readdirSync(goldens).map((name) => join(goldens, name, "sage.yaml")),
  ];
  const found = new Map(Object.keys(TYPES).map((type) => [type, new Set<string>()]));
  const texts = [
    ...files.map((file) => readFileSync(file, "utf8")),
    ...sampleSpecs(SAMPLES, 1).map(({ text }) => text),
  ];
  for (const text of texts) {
    const { model } = judge(text, "sage.yaml");
    for (const { type, properties } of (model ? lower(model) : []).flatMap(({ resources }) => resources)) {
      const known = found.get(type);
      if (!known) throw new Error(`${type} is not in the table of types: add it`);
      for (const property of Object.keys(properties)) known.add(property);
    }
  }
  return [...found].map(([type, set]) => [type, [...set].sort(byText)] as const).sort(([a], [b]) => byText(a, b));
}

interface Property {
  readonly causesReplacement?: "yes" | "no" | "maybe";
}
interface Specification {
  readonly lookup: (
    kind: "resource",
    index: "cloudFormationType",
    how: "equals",
    value: string,
  ) => { readonly only: () => { readonly properties: Readonly<Record<string, Property>> } };
}

function tableOf(specification: Specification) {
  return emitted().map(([type, properties]) => {
    const name = TYPES[type];
    if (name === undefined) return [type, { cloudFormation: null, properties: {} }] as const;
    const known = specification.lookup("resource", "cloudFormationType", "equals", name).only().properties;
    return [type, { cloudFormation: name, properties: answers(type, properties, known) }] as const;
  });
}

function answers(type: string, properties: readonly string[], known: Readonly<Record<string, Property>>) {
  return Object.fromEntries(
    properties.flatMap((property) => {
      const renamed = WORDS[type] ?? {};
      const word = property in renamed ? renamed[property] : property[0]?.toUpperCase() + property.slice(1);
      return word === undefined || !known[word] ? [] : [[property, known[word].causesReplacement ?? "no"]];
    }),
  );
}

/** Writes the table from the package in a folder. */
function writeTable(folder: string): void {
  const require = createRequire(join(folder, "package.json"));
  const { loadAwsServiceSpecSync } = require(PACKAGE) as { readonly loadAwsServiceSpecSync: () => Specification };
  const { version } = require(`${PACKAGE}/package.json`) as { readonly version: string };
  const [date] = process.argv.slice(3);
  if (date === undefined) throw new Error("say the day that this version was published: FOLDER YYYY-MM-DD");
  const table = { source: `${PACKAGE} ${version}`, date, types: Object.fromEntries(tableOf(loadAwsServiceSpecSync())) };
  writeFileSync(join(ROOT, "schema", "replacement.json"), `${JSON.stringify(table, null, 2)}\n`);
}

if (import.meta.main) writeTable(process.argv[2] ?? ".");
