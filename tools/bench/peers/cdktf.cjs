// CDK for Terraform doing about our reference stack: two environments, each with a network, a service, stores and alarms.
// oxlint-disable no-new -- a construct joins its scope when it is made
const { App, TerraformStack } = require("cdktf");
const { AwsProvider } = require("@cdktf/provider-aws/lib/provider");
const { Vpc } = require("@cdktf/provider-aws/lib/vpc");
const { Subnet } = require("@cdktf/provider-aws/lib/subnet");
const { EcsCluster } = require("@cdktf/provider-aws/lib/ecs-cluster");
const { EcsTaskDefinition } = require("@cdktf/provider-aws/lib/ecs-task-definition");
const { EcsService } = require("@cdktf/provider-aws/lib/ecs-service");
const { Lb } = require("@cdktf/provider-aws/lib/lb");
const { DbInstance } = require("@cdktf/provider-aws/lib/db-instance");
const { ElasticacheReplicationGroup } = require("@cdktf/provider-aws/lib/elasticache-replication-group");
const { S3Bucket } = require("@cdktf/provider-aws/lib/s3-bucket");
const { SnsTopic } = require("@cdktf/provider-aws/lib/sns-topic");
const { CloudwatchMetricAlarm } = require("@cdktf/provider-aws/lib/cloudwatch-metric-alarm");
const app = new App({ outdir: "out" });
for (const name of ["staging", "production"]) {
  const stack = new TerraformStack(app, name);
  new AwsProvider(stack, "aws", { region: "us-west-2" });
  const vpc = new Vpc(stack, "vpc", { cidrBlock: "10.0.0.0/16" });
  const subnets = [0, 1, 2, 3, 4, 5].map(
    (at) => new Subnet(stack, `subnet${at}`, { vpcId: vpc.id, cidrBlock: `10.0.${at}.0/24` }),
  );
  const cluster = new EcsCluster(stack, "cluster", { name });
  const task = new EcsTaskDefinition(stack, "task", { family: name, containerDefinitions: "[]" });
  new EcsService(stack, "service", { name, cluster: cluster.arn, taskDefinition: task.arn, desiredCount: 1 });
  new Lb(stack, "balancer", { name, subnets: subnets.map(({ id }) => id) });
  new DbInstance(stack, "database", { instanceClass: "db.t4g.micro", engine: "postgres", allocatedStorage: 20 });
  new ElasticacheReplicationGroup(stack, "cache", { replicationGroupId: name, description: "cache", engine: "valkey" });
  new S3Bucket(stack, "backups", {});
  new SnsTopic(stack, "alerts", {});
  for (let at = 0; at < 6; at += 1)
    new CloudwatchMetricAlarm(stack, `alarm${at}`, {
      alarmName: `${name}-${at}`,
      comparisonOperator: "GreaterThanThreshold",
      evaluationPeriods: 2,
      threshold: 80,
    });
}
app.synth();
