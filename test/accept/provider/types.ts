// What each Pulumi type is called by the others who know AWS: Terraform's provider, which Pulumi bridges, and
// CloudFormation, whose schemas AWS publishes itself.

/** The names of one type of resource. */
export interface Kind {
  readonly terraform: string;
  /** Undefined where CloudFormation has no such resource; it is a part of another one, or `UNKNOWN_TO_CLOUDFORMATION` says why. */
  readonly cloudFormation: string | undefined;
}

const kind = (terraform: string, cloudFormation?: string): Kind => ({ terraform, cloudFormation });

/** Every type of AWS that graphs hold, sorted. */
export const KINDS: Readonly<Record<string, Kind>> = {
  "aws:appautoscaling/policy:Policy": kind("aws_appautoscaling_policy", "AWS::ApplicationAutoScaling::ScalingPolicy"),
  "aws:appautoscaling/target:Target": kind("aws_appautoscaling_target", "AWS::ApplicationAutoScaling::ScalableTarget"),
  "aws:cloudwatch/logGroup:LogGroup": kind("aws_cloudwatch_log_group", "AWS::Logs::LogGroup"),
  "aws:cloudwatch/metricAlarm:MetricAlarm": kind("aws_cloudwatch_metric_alarm", "AWS::CloudWatch::Alarm"),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": kind("aws_default_security_group"),
  "aws:ec2/eip:Eip": kind("aws_eip", "AWS::EC2::EIP"),
  "aws:ec2/internetGateway:InternetGateway": kind("aws_internet_gateway", "AWS::EC2::InternetGateway"),
  "aws:ec2/natGateway:NatGateway": kind("aws_nat_gateway", "AWS::EC2::NatGateway"),
  "aws:ec2/route:Route": kind("aws_route", "AWS::EC2::Route"),
  "aws:ec2/routeTable:RouteTable": kind("aws_route_table", "AWS::EC2::RouteTable"),
  "aws:ec2/routeTableAssociation:RouteTableAssociation": kind(
    "aws_route_table_association",
    "AWS::EC2::SubnetRouteTableAssociation",
  ),
  "aws:ec2/securityGroup:SecurityGroup": kind("aws_security_group", "AWS::EC2::SecurityGroup"),
  "aws:ec2/subnet:Subnet": kind("aws_subnet", "AWS::EC2::Subnet"),
  "aws:ec2/vpc:Vpc": kind("aws_vpc", "AWS::EC2::VPC"),
  "aws:ec2/vpcEndpoint:VpcEndpoint": kind("aws_vpc_endpoint", "AWS::EC2::VPCEndpoint"),
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": kind("aws_ecr_lifecycle_policy"),
  "aws:ecr/repository:Repository": kind("aws_ecr_repository", "AWS::ECR::Repository"),
  "aws:ecs/cluster:Cluster": kind("aws_ecs_cluster", "AWS::ECS::Cluster"),
  "aws:ecs/service:Service": kind("aws_ecs_service", "AWS::ECS::Service"),
  "aws:ecs/taskDefinition:TaskDefinition": kind("aws_ecs_task_definition", "AWS::ECS::TaskDefinition"),
  "aws:elasticache/parameterGroup:ParameterGroup": kind(
    "aws_elasticache_parameter_group",
    "AWS::ElastiCache::ParameterGroup",
  ),
  "aws:elasticache/replicationGroup:ReplicationGroup": kind(
    "aws_elasticache_replication_group",
    "AWS::ElastiCache::ReplicationGroup",
  ),
  "aws:elasticache/subnetGroup:SubnetGroup": kind("aws_elasticache_subnet_group", "AWS::ElastiCache::SubnetGroup"),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": kind(
    "aws_iam_openid_connect_provider",
    "AWS::IAM::OIDCProvider",
  ),
  "aws:iam/role:Role": kind("aws_iam_role", "AWS::IAM::Role"),
  "aws:iam/rolePolicy:RolePolicy": kind("aws_iam_role_policy", "AWS::IAM::RolePolicy"),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": kind("aws_iam_role_policy_attachment"),
  "aws:lambda/function:Function": kind("aws_lambda_function", "AWS::Lambda::Function"),
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": kind(
    "aws_lambda_function_event_invoke_config",
    "AWS::Lambda::EventInvokeConfig",
  ),
  "aws:lambda/permission:Permission": kind("aws_lambda_permission", "AWS::Lambda::Permission"),
  "aws:lb/listener:Listener": kind("aws_lb_listener", "AWS::ElasticLoadBalancingV2::Listener"),
  "aws:lb/listenerCertificate:ListenerCertificate": kind(
    "aws_lb_listener_certificate",
    "AWS::ElasticLoadBalancingV2::ListenerCertificate",
  ),
  "aws:lb/listenerRule:ListenerRule": kind("aws_lb_listener_rule", "AWS::ElasticLoadBalancingV2::ListenerRule"),
  "aws:lb/loadBalancer:LoadBalancer": kind("aws_lb", "AWS::ElasticLoadBalancingV2::LoadBalancer"),
  "aws:lb/targetGroup:TargetGroup": kind("aws_lb_target_group", "AWS::ElasticLoadBalancingV2::TargetGroup"),
  "aws:rds/instance:Instance": kind("aws_db_instance", "AWS::RDS::DBInstance"),
  "aws:rds/parameterGroup:ParameterGroup": kind("aws_db_parameter_group", "AWS::RDS::DBParameterGroup"),
  "aws:rds/subnetGroup:SubnetGroup": kind("aws_db_subnet_group", "AWS::RDS::DBSubnetGroup"),
  "aws:s3/bucket:Bucket": kind("aws_s3_bucket", "AWS::S3::Bucket"),
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": kind("aws_s3_bucket_lifecycle_configuration"),
  "aws:s3/bucketPolicy:BucketPolicy": kind("aws_s3_bucket_policy", "AWS::S3::BucketPolicy"),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": kind("aws_s3_bucket_public_access_block"),
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": kind(
    "aws_s3_bucket_server_side_encryption_configuration",
  ),
  "aws:s3/bucketVersioning:BucketVersioning": kind("aws_s3_bucket_versioning"),
  "aws:scheduler/schedule:Schedule": kind("aws_scheduler_schedule", "AWS::Scheduler::Schedule"),
  "aws:secretsmanager/secret:Secret": kind("aws_secretsmanager_secret", "AWS::SecretsManager::Secret"),
  "aws:secretsmanager/secretVersion:SecretVersion": kind("aws_secretsmanager_secret_version"),
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": kind(
    "aws_service_discovery_private_dns_namespace",
    "AWS::ServiceDiscovery::PrivateDnsNamespace",
  ),
  "aws:servicediscovery/service:Service": kind("aws_service_discovery_service", "AWS::ServiceDiscovery::Service"),
  "aws:sns/topic:Topic": kind("aws_sns_topic", "AWS::SNS::Topic"),
  "aws:sns/topicSubscription:TopicSubscription": kind("aws_sns_topic_subscription", "AWS::SNS::Subscription"),
  "aws:sqs/queue:Queue": kind("aws_sqs_queue", "AWS::SQS::Queue"),
  "aws:sqs/queuePolicy:QueuePolicy": kind("aws_sqs_queue_policy", "AWS::SQS::QueuePolicy"),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": kind(
    "aws_vpc_security_group_egress_rule",
    "AWS::EC2::SecurityGroupEgress",
  ),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": kind(
    "aws_vpc_security_group_ingress_rule",
    "AWS::EC2::SecurityGroupIngress",
  ),
};

/** What is no resource of AWS: made by Pulumi's own providers, and outside what these judges know. */
export const NOT_OF_AWS: readonly string[] = ["random:index/randomPassword:RandomPassword"];

/** The types that CloudFormation has no words for, and why. */
export const UNKNOWN_TO_CLOUDFORMATION: Readonly<Record<string, string>> = {
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": "a template can't take over what AWS made by itself",
  "random:index/randomPassword:RandomPassword": "no resource of AWS",
};
