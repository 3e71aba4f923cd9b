// What moto can't do, so that nobody takes its silence for AWS's: resources that it never finishes, and properties that
// it forgets.

/** Types that are left out, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  "aws:appautoscaling/policy:Policy": "its target is left out",
  "aws:appautoscaling/target:Target": "moto answers no question about its tags",
  "aws:elasticache/parameterGroup:ParameterGroup": "moto makes none",
  "aws:elasticache/replicationGroup:ReplicationGroup": "moto never finishes its members",
  "aws:elasticache/subnetGroup:SubnetGroup": "moto deletes none",
  "random:index/randomPassword:RandomPassword": "no resource of AWS: a fixed text stands for the password",
};

/** Properties that moto takes and does not give back, by Terraform's type: they are said, and then not looked at. */
export const FORGOTTEN: Readonly<Record<string, readonly string[]>> = {
  aws_db_instance: [
    "database_insights_mode",
    "engine_lifecycle_support",
    "performance_insights_enabled",
    "performance_insights_retention_period",
  ],
  aws_db_parameter_group: ["parameter"],
  aws_ecs_service: ["availability_zone_rebalancing", "enable_ecs_managed_tags", "health_check_grace_period_seconds"],
  aws_vpc_security_group_egress_rule: ["description"],
  aws_vpc_security_group_ingress_rule: ["description"],
};

/** Properties that are not said, because each costs another wait of a minute and shows nothing more. */
export const UNSAID: Readonly<Record<string, readonly string[]>> = { aws_db_instance: ["ca_cert_identifier"] };
