// CloudFormation's words for what keeps data: databases, caches, buckets, secrets, registries.
import type { Data } from "../pulumi/expected.ts";
import { attributes, type Fields, keyed, move, OPTION, policy, type Words } from "./shaping.ts";

export const STORE_WORDS: Readonly<Record<string, Words>> = {
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
    partOf: "repository",
    shape: ({ policy, ...rest }) => ({ ...rest, LifecyclePolicy: { LifecyclePolicyText: policy ?? null } }),
  },
  "aws:ecr/repository:Repository": {
    renamed: { name: "RepositoryName", forceDelete: "EmptyOnDelete" },
    shape: move("encryptionConfigurations", (list) => ({
      EncryptionConfiguration: (list as readonly Data[])[0] ?? null,
    })),
  },
  "aws:elasticache/parameterGroup:ParameterGroup": {
    renamed: { family: "CacheParameterGroupFamily" },
    shape: move("parameters", (list) => ({ Properties: attributes(list, "name") })),
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    renamed: {
      description: "ReplicationGroupDescription",
      nodeType: "CacheNodeType",
      parameterGroupName: "CacheParameterGroupName",
      subnetGroupName: "CacheSubnetGroupName",
      multiAzEnabled: "MultiAZEnabled",
    },
  },
  "aws:rds/instance:Instance": {
    renamed: {
      identifier: "DBInstanceIdentifier",
      instanceClass: "DBInstanceClass",
      dbName: "DBName",
      username: "MasterUsername",
      password: "MasterUserPassword",
      parameterGroupName: "DBParameterGroupName",
      dbSubnetGroupName: "DBSubnetGroupName",
      vpcSecurityGroupIds: "VPCSecurityGroups",
      multiAz: "MultiAZ",
      backupWindow: "PreferredBackupWindow",
      maintenanceWindow: "PreferredMaintenanceWindow",
      enabledCloudwatchLogsExports: "EnableCloudwatchLogsExports",
      performanceInsightsEnabled: "EnablePerformanceInsights",
      caCertIdentifier: "CACertificateIdentifier",
    },
    left: { skipFinalSnapshot: OPTION, finalSnapshotIdentifier: OPTION },
    // Numbers are texts here, and growth that is off is not said.
    shape: ({ allocatedStorage, port, maxAllocatedStorage, ...inputs }) => ({
      ...inputs,
      AllocatedStorage: String(allocatedStorage),
      Port: String(port),
      ...(maxAllocatedStorage ? { MaxAllocatedStorage: maxAllocatedStorage } : {}),
    }),
  },
  "aws:rds/parameterGroup:ParameterGroup": {
    shape: move("parameters", (list) => ({ Parameters: attributes(list, "name", ["applyMethod"]) })),
  },
  "aws:rds/subnetGroup:SubnetGroup": { renamed: { description: "DBSubnetGroupDescription" } },
  "aws:s3/bucket:Bucket": { renamed: { bucket: "BucketName" } },
  "aws:s3/bucketPolicy:BucketPolicy": { shape: policy("policy", "PolicyDocument") },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {
    partOf: "bucket",
    shape: (rest) => ({ PublicAccessBlockConfiguration: rest }),
  },
  "aws:s3/bucketVersioning:BucketVersioning": { partOf: "bucket" },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
    partOf: "bucket",
    shape: ({ rules, ...rest }) => ({
      ...rest,
      BucketEncryption: {
        ServerSideEncryptionConfiguration: (rules as readonly Fields[]).map((rule) =>
          keyed(
            rule,
            { applyServerSideEncryptionByDefault: "ServerSideEncryptionByDefault" },
            { sseAlgorithm: "SSEAlgorithm" },
          ),
        ),
      },
    }),
  },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
    partOf: "bucket",
    shape: ({ rules, ...rest }) => ({
      ...rest,
      LifecycleConfiguration: { Rules: (rules as readonly Fields[]).map(bucketRule) },
    }),
  },
  "aws:secretsmanager/secret:Secret": { left: { recoveryWindowInDays: OPTION } },
  "aws:secretsmanager/secretVersion:SecretVersion": { partOf: "secretId" },
};

/** A rule of a bucket's lifecycle: the provider's blocks are properties here. */
function bucketRule({ filter, expiration, ...rule }: Fields): Fields {
  const { prefix } = (filter ?? {}) as Fields;
  const { days, expiredObjectDeleteMarker } = (expiration ?? {}) as Fields;
  return {
    ...rule,
    ...(prefix ? { Prefix: prefix } : {}),
    ...(days === undefined ? {} : { ExpirationInDays: days }),
    ...(expiredObjectDeleteMarker === undefined ? {} : { ExpiredObjectDeleteMarker: expiredObjectDeleteMarker }),
  };
}
