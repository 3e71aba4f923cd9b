// AWS CDK doing about our reference stack: two environments, each with a network, a service, stores and alarms.
// oxlint-disable no-new -- a construct joins its scope when it is made
const { App, Stack, Duration } = require("aws-cdk-lib");
const ec2 = require("aws-cdk-lib/aws-ec2");
const ecs = require("aws-cdk-lib/aws-ecs");
const balancing = require("aws-cdk-lib/aws-elasticloadbalancingv2");
const rds = require("aws-cdk-lib/aws-rds");
const elasticache = require("aws-cdk-lib/aws-elasticache");
const s3 = require("aws-cdk-lib/aws-s3");
const sns = require("aws-cdk-lib/aws-sns");
const cloudwatch = require("aws-cdk-lib/aws-cloudwatch");
const app = new App({ outdir: "out" });
for (const name of ["staging", "production"]) {
  const stack = new Stack(app, name);
  const vpc = new ec2.Vpc(stack, "vpc", { maxAzs: 2, natGateways: 1 });
  const cluster = new ecs.Cluster(stack, "cluster", { vpc });
  const task = new ecs.FargateTaskDefinition(stack, "task", { cpu: 512, memoryLimitMiB: 1024 });
  task.addContainer("app", { image: ecs.ContainerImage.fromRegistry("node"), portMappings: [{ containerPort: 3000 }] });
  const service = new ecs.FargateService(stack, "service", { cluster, taskDefinition: task });
  const balancer = new balancing.ApplicationLoadBalancer(stack, "balancer", { vpc, internetFacing: true });
  balancer
    .addListener("http", { port: 80 })
    .addTargets("app", { port: 3000, protocol: balancing.ApplicationProtocol.HTTP, targets: [service] });
  const engine = rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16 });
  new rds.DatabaseInstance(stack, "database", { engine, vpc });
  new elasticache.CfnReplicationGroup(stack, "cache", {
    replicationGroupDescription: "cache",
    engine: "valkey",
    transitEncryptionEnabled: true,
    numCacheClusters: 1,
  });
  new s3.Bucket(stack, "backups");
  new sns.Topic(stack, "alerts");
  for (let at = 0; at < 6; at += 1)
    new cloudwatch.Alarm(stack, `alarm${at}`, {
      metric: service.metricCpuUtilization({ period: Duration.minutes(5) }),
      threshold: 80 + at,
      evaluationPeriods: 2,
    });
}
app.synth();
