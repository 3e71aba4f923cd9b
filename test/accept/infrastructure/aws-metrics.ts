// CloudWatch's metrics as AWS documents them, for what alarms watch: the unit, the dimensions of which one whole set must
// be named, the statistics that mean something, and how often a data point comes. Written from the user guides:
// - ECS: docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
// - Elastic Load Balancing: docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
// - RDS: docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
// - ElastiCache: docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html, CacheMetrics.HostLevel.html

/** One metric of AWS's own. */
export interface AwsMetric {
  readonly unit: "Percent" | "Count" | "Bytes" | "Seconds" | "Credits";
  /** Sets of dimensions under which AWS publishes it; an alarm names one set, whole. */
  readonly dimensions: readonly (readonly string[])[];
  /** The statistics that mean something. Minimum, maximum and average of a count of requests are all 1. */
  readonly statistics: readonly string[];
  /** Published only while it is not zero: its absence is a zero. */
  readonly isSparse?: true;
  /** Seconds between data points. */
  readonly period: 60 | 300;
}

const TARGETS = [["LoadBalancer", "TargetGroup"], ["LoadBalancer"], ["LoadBalancer", "AvailabilityZone"]] as const;
const counted = (dimensions: AwsMetric["dimensions"]): AwsMetric => ({
  unit: "Count",
  dimensions,
  statistics: ["Sum"],
  isSparse: true,
  period: 60,
});
const level = (unit: AwsMetric["unit"], ...dimensions: string[]): AwsMetric => ({
  unit,
  dimensions: [dimensions],
  statistics: ["Average", "Minimum", "Maximum"],
  period: 60,
});

export const AWS_METRICS: Readonly<Record<string, AwsMetric>> = {
  "AWS/ECS CPUUtilization": level("Percent", "ClusterName", "ServiceName"),
  "AWS/ECS MemoryUtilization": level("Percent", "ClusterName", "ServiceName"),
  "AWS/ApplicationELB RequestCount": counted(TARGETS),
  "AWS/ApplicationELB HTTPCode_Target_5XX_Count": counted(TARGETS),
  "AWS/ApplicationELB HTTPCode_ELB_5XX_Count": counted([["LoadBalancer"], ["LoadBalancer", "AvailabilityZone"]]),
  "AWS/ApplicationELB HTTPCode_ELB_503_Count": counted([["LoadBalancer"]]),
  "AWS/ApplicationELB TargetResponseTime": {
    unit: "Seconds",
    dimensions: TARGETS,
    statistics: ["Average", "p50", "p90", "p95", "p99"],
    isSparse: true,
    period: 60,
  },
  "AWS/ApplicationELB UnHealthyHostCount": {
    unit: "Count",
    dimensions: [
      ["LoadBalancer", "TargetGroup"],
      ["LoadBalancer", "TargetGroup", "AvailabilityZone"],
    ],
    statistics: ["Average", "Minimum", "Maximum"],
    period: 60,
  },
  "AWS/RDS CPUUtilization": level("Percent", "DBInstanceIdentifier"),
  "AWS/RDS DatabaseConnections": level("Count", "DBInstanceIdentifier"),
  "AWS/RDS FreeStorageSpace": level("Bytes", "DBInstanceIdentifier"),
  "AWS/RDS CPUCreditBalance": { ...level("Credits", "DBInstanceIdentifier"), period: 300 },
  "AWS/ElastiCache EngineCPUUtilization": level("Percent", "CacheClusterId"),
  "AWS/ElastiCache DatabaseMemoryUsagePercentage": level("Percent", "CacheClusterId"),
  "AWS/ElastiCache Evictions": {
    unit: "Count",
    dimensions: [["CacheClusterId"], ["CacheClusterId", "CacheNodeId"]],
    statistics: ["Sum", "Average", "Maximum"],
    period: 60,
  },
  "AWS/ElastiCache CPUCreditBalance": { ...level("Credits", "CacheClusterId"), period: 300 },
};
