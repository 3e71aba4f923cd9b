// The bucket of the logical backups: private, encrypted, versioned, and reached by TLS alone.
import type { Resource } from "#schema/graph.ts";
import type { Backup } from "#schema/model.ts";
import { above, bare, join, ref, type Value, type ValueMap } from "#schema/value.ts";
import { resourcePolicy, tlsAlone } from "./policy.ts";
import { type Fields, resource, type Scope } from "./scope.ts";

const MODULE = "operations";
const BECAUSE = ["operations", "backup"];

/** Where in the bucket the scheduled backups lie. */
export const BACKUP_PREFIX = "daily/";

/** Where the dumps lie that are taken before a migration. */
export const MIGRATIONS_PREFIX = "migrations/";

/** How long a dump before a migration can be of use: by then, what came after it can't be given up. */
const MIGRATION_DAYS = 90;

/** How long what was overwritten or deleted can still be fetched back. */
const NONCURRENT_DAYS = 30;

/** The bucket and everything that makes it safe. */
export function backupBucket(scope: Scope, backup: Backup): readonly Resource[] {
  const protect = scope.at(["protect"], scope.environment.protect);
  const arn = ref("backup-bucket", "arn");
  const part = (name: string, type: string, properties: ValueMap, fields?: Fields): Resource => {
    const all = { bucket: ref("backup-bucket", "id"), ...properties };
    return resource(`backup-bucket-${name}`, `aws:s3/${type}`, MODULE, BECAUSE, all, fields);
  };
  return [
    resource(
      "backup-bucket",
      "aws:s3/bucket:Bucket",
      MODULE,
      BECAUSE,
      { bucket: bucketName(scope, backup) },
      { options: { protect, retainOnDelete: protect } },
    ),
    part("public-access", "bucketPublicAccessBlock:BucketPublicAccessBlock", {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    }),
    part("versioning", "bucketVersioning:BucketVersioning", { versioningConfiguration: { status: "Enabled" } }),
    part("encryption", "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", {
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" }, bucketKeyEnabled: true }],
    }),
    part(
      "lifecycle",
      "bucketLifecycleConfiguration:BucketLifecycleConfiguration",
      { rules: lifecycle() },
      {
        why: "The backup script deletes all but the newest backups; this clears away what versioning keeps of them.",
        options: { dependsOn: ["backup-bucket-versioning"] },
      },
    ),
    part(
      "policy",
      "bucketPolicy:BucketPolicy",
      { policy: resourcePolicy([tlsAlone("s3:*", [arn, join(arn, "/*")])]) },
      { options: { dependsOn: ["backup-bucket-public-access"] } },
    ),
  ];
}

/** Bucket names are global, so that the account's id is a part of it; it may be known to AWS alone. */
function bucketName(scope: Scope, backup: Backup): Value {
  const stem = bare(scope.named((names) => names.bucket(backup.bucket, "")));
  const parts =
    typeof stem === "object" && stem !== null && "parts" in stem ? (stem.parts as readonly Value[]) : [stem];
  return scope.at(["operations", "backup", "bucket"], join(...parts, scope.account));
}

const rule = (id: string, fields: ValueMap, prefix = ""): ValueMap => ({
  id,
  status: "Enabled",
  filter: { prefix },
  ...fields,
});

function lifecycle(): readonly Value[] {
  return [
    above(
      "A deleted backup can be fetched back for this long.",
      rule("expire-old-versions", {
        noncurrentVersionExpiration: { noncurrentDays: NONCURRENT_DAYS },
        expiration: { expiredObjectDeleteMarker: true },
      }),
    ),
    rule("expire-migration-dumps", { expiration: { days: MIGRATION_DAYS } }, MIGRATIONS_PREFIX),
    rule("abort-incomplete-uploads", { abortIncompleteMultipartUpload: { daysAfterInitiation: 1 } }),
  ];
}
