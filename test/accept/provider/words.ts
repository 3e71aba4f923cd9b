// CloudFormation's words for what Pulumi's types say: other names, other shapes, and what is a part of another resource
// there. What stands in no table has the same name in Pascal case, so that an unknown property stays unknown.
import { actions, alarm, archive, condition, container, health, taskNetwork } from "./shapes.ts";
import { type Fields, keyed, move, OPTION, parsed, policy, type Words } from "./shaping.ts";
import { STORE_WORDS } from "./words-stores.ts";

/** How each type is said that is said in another way. */
export const WORDS: Readonly<Record<string, Words>> = {
  ...STORE_WORDS,
  "aws:appautoscaling/policy:Policy": { shape: (inputs, name) => ({ PolicyName: name, ...inputs }) },
  "aws:cloudwatch/logGroup:LogGroup": { renamed: { name: "LogGroupName" } },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    renamed: {
      name: "AlarmName",
      okActions: "OKActions",
      evaluateLowSampleCountPercentiles: "EvaluateLowSampleCountPercentile",
    },
    shape: alarm,
  },
  "aws:ec2/internetGateway:InternetGateway": { left: { vpcId: "a resource of its own, the attachment" } },
  "aws:ec2/routeTable:RouteTable": { left: { routes: "empty: routes are resources of their own" } },
  "aws:ec2/securityGroup:SecurityGroup": { renamed: { description: "GroupDescription" } },
  "aws:ecs/cluster:Cluster": { renamed: { name: "ClusterName", settings: "ClusterSettings" } },
  "aws:ecs/service:Service": {
    renamed: { name: "ServiceName", enableEcsManagedTags: "EnableECSManagedTags" },
    shape: ({ networkConfiguration, serviceRegistries, ...inputs }) => ({
      ...deployment(inputs),
      NetworkConfiguration: taskNetwork(networkConfiguration),
      ...(serviceRegistries === undefined ? {} : { ServiceRegistries: [serviceRegistries] }),
    }),
  },
  "aws:ecs/taskDefinition:TaskDefinition": {
    left: { skipDestroy: OPTION },
    shape: ({ containerDefinitions, ephemeralStorage, ...inputs }) => ({
      ...inputs,
      ContainerDefinitions: (parsed(containerDefinitions) as readonly Fields[]).map(container),
      ...(ephemeralStorage === undefined
        ? {}
        : { EphemeralStorage: keyed(ephemeralStorage, { sizeInGib: "SizeInGiB" }) }),
    }),
  },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": { renamed: { clientIdLists: "ClientIdList" } },
  "aws:iam/role:Role": { renamed: { name: "RoleName" }, shape: policy("assumeRolePolicy", "AssumeRolePolicyDocument") },
  "aws:iam/rolePolicy:RolePolicy": {
    renamed: { role: "RoleName" },
    shape: (inputs, name) => ({ PolicyName: name, ...policy("policy", "PolicyDocument")(inputs) }),
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    partOf: "role",
    shape: ({ policyArn, ...rest }) => ({ ...rest, ManagedPolicyArns: [policyArn ?? null] }),
  },
  "aws:lambda/function:Function": { renamed: { name: "FunctionName" }, shape: archive },
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": {
    shape: (inputs) => ({ Qualifier: "$LATEST", ...inputs }),
  },
  "aws:lambda/permission:Permission": { renamed: { function: "FunctionName" } },
  "aws:lb/listener:Listener": {
    shape: ({ certificateArn, defaultActions, ...inputs }) => ({
      ...inputs,
      DefaultActions: actions(defaultActions),
      ...(certificateArn === undefined ? {} : { Certificates: [{ CertificateArn: certificateArn }] }),
    }),
  },
  "aws:lb/listenerCertificate:ListenerCertificate": {
    shape: move("certificateArn", (arn) => ({ Certificates: [{ CertificateArn: arn }] })),
  },
  "aws:lb/listenerRule:ListenerRule": {
    shape: ({ actions: todo, conditions, ...inputs }) => ({
      ...inputs,
      Actions: actions(todo),
      Conditions: (conditions as readonly Fields[]).map(condition),
    }),
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    renamed: { loadBalancerType: "Type" },
    shape: ({ internal, dropInvalidHeaderFields, enableDeletionProtection, ...inputs }) => ({
      ...inputs,
      Scheme: internal === true ? "internal" : "internet-facing",
      LoadBalancerAttributes: [
        { Key: "routing.http.drop_invalid_header_fields.enabled", Value: String(dropInvalidHeaderFields) },
        { Key: "deletion_protection.enabled", Value: String(enableDeletionProtection) },
      ],
    }),
  },
  "aws:lb/targetGroup:TargetGroup": {
    shape: ({ deregistrationDelay, healthCheck, ...inputs }) => ({
      ...inputs,
      ...health(healthCheck),
      TargetGroupAttributes: [
        { Key: "deregistration_delay.timeout_seconds", Value: String(deregistrationDelay ?? 300) },
      ],
    }),
  },
  "aws:scheduler/schedule:Schedule": {
    shape: move("target", (target) => {
      const { ecsParameters, ...rest } = target as Fields;
      const { networkConfiguration, ...task } = ecsParameters as Fields;
      return {
        Target: { ...rest, EcsParameters: { ...task, NetworkConfiguration: taskNetwork(networkConfiguration) } },
      };
    }),
  },
  "aws:servicediscovery/service:Service": {
    shape: move("dnsConfig", (config) => {
      const { dnsRecords, ...rest } = config as Fields;
      const records = (dnsRecords as readonly Fields[]).map((record) => keyed(record, { ttl: "TTL" }));
      return { DnsConfig: { ...rest, DnsRecords: records } };
    }),
  },
  "aws:sns/topic:Topic": {
    renamed: { name: "TopicName" },
    left: { policy: "a resource of its own, the topic policy" },
  },
  "aws:sns/topicSubscription:TopicSubscription": {
    renamed: { topic: "TopicArn" },
    shape: policy("redrivePolicy", "RedrivePolicy"),
  },
  "aws:sqs/queue:Queue": { renamed: { name: "QueueName", messageRetentionSeconds: "MessageRetentionPeriod" } },
  "aws:sqs/queuePolicy:QueuePolicy": {
    shape: (inputs) => {
      const { queueUrl, ...rest } = policy("policy", "PolicyDocument")(inputs);
      return { ...rest, Queues: [queueUrl ?? null] };
    },
  },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
    renamed: {
      securityGroupId: "GroupId",
      cidrIpv4: "CidrIp",
      referencedSecurityGroupId: "DestinationSecurityGroupId",
      prefixListId: "DestinationPrefixListId",
    },
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    renamed: { securityGroupId: "GroupId", cidrIpv4: "CidrIp", referencedSecurityGroupId: "SourceSecurityGroupId" },
  },
};

/** What CloudFormation has in one object, and the provider in properties of the service. */
function deployment(inputs: Fields): Fields {
  const { deploymentMinimumHealthyPercent, deploymentMaximumPercent, deploymentCircuitBreaker, ...rest } = inputs;
  return {
    ...rest,
    DeploymentConfiguration: {
      MinimumHealthyPercent: deploymentMinimumHealthyPercent ?? null,
      MaximumPercent: deploymentMaximumPercent ?? null,
      DeploymentCircuitBreaker: deploymentCircuitBreaker ?? null,
    },
  };
}
