// What things are called in AWS: every physical name, made in one place from the names in the spec.

/** The physical names of one environment. Names follow from names, never from a position. */
export interface Names {
  /** `sage-production`: the cluster, the load balancer, the database instance and the cache bear it as it is. */
  readonly prefix: string;
  readonly cluster: string;
  readonly loadBalancer: string;
  readonly databaseInstance: string;
  readonly finalSnapshot: string;
  readonly replicationGroup: string;
  /** Private DNS of the services that others call: `sage-production.internal`. */
  readonly namespace: string;
  readonly backupFamily: string;
  readonly backupLogGroup: string;
  readonly backupSchedule: string;
  /** The registry of the image that backs up and restores. */
  readonly operationsRepository: string;
  readonly notifier: string;
  readonly notifierLogGroup: string;
  readonly notifierDeadLetters: string;
  readonly deployRole: string;
  readonly infrastructureRole: string;
  readonly previewRole: string;
  /** Secrets that the program fills itself. */
  readonly databaseUrlSecret: string;
  readonly cacheUrlSecret: string;
  service(service: string): ServiceNames;
  /** Where RDS exports a kind of log to: `postgresql` or `upgrade`. RDS makes the name. */
  databaseLogGroup(kind: string): string;
  secret(name: string): string;
  alarm(name: string): string;
  topic(topic: string): string;
  bucket(bucket: string, account: string): string;
  role(role: string): string;
}

/** The physical names of one service. */
export interface ServiceNames {
  /** Of the ECS service and of its container. */
  readonly service: string;
  readonly family: string;
  readonly repository: string;
  readonly logGroup: string;
  readonly migrationFamily: string;
  readonly migrationLogGroup: string;
}

/** Names that a service can't bear, because the tool needs them itself; sorted. */
export const RESERVED_SERVICES = [
  "backup",
  "cache",
  "database",
  "default",
  "endpoints",
  "internet",
  "load-balancer",
  "migrate",
  "notifier",
  "operations",
  "postgres",
  "s3",
  "valkey",
];

/** The tag in task definitions that no pipeline has released an image for; no image ever bears it. */
export const BOOTSTRAP_TAG = "bootstrap";

/** Environment variables that the tool sets itself, beside CACHE_TTL_… and …_URL of called services. */
export const OWN_VARIABLES: readonly string[] = [
  "DATABASE_POOL_MAX",
  "DATABASE_URL",
  "NODE_EXTRA_CA_CERTS",
  "PORT",
  "REDIS_URL",
];

/** All names of one environment of one project. */
export function namesOf(project: string, environment: string): Names {
  const prefix = `${project}-${environment}`;
  return {
    prefix,
    cluster: prefix,
    loadBalancer: prefix,
    databaseInstance: prefix,
    finalSnapshot: `${prefix}-final`,
    replicationGroup: prefix,
    namespace: `${prefix}.internal`,
    backupFamily: `${prefix}-operations-backup`,
    backupLogGroup: `/ecs/${prefix}/operations-backup`,
    backupSchedule: `${prefix}-operations-backup`,
    operationsRepository: `${prefix}/operations`,
    notifier: `${prefix}-notifier`,
    notifierLogGroup: `/aws/lambda/${prefix}-notifier`,
    notifierDeadLetters: `${prefix}-notifier-dead-letters`,
    deployRole: `${prefix}-deploy`,
    infrastructureRole: `${prefix}-infrastructure`,
    previewRole: `${prefix}-preview`,
    databaseUrlSecret: `${project}/${environment}/database-url`,
    cacheUrlSecret: `${project}/${environment}/cache-url`,
    service: (service) => ({
      service,
      family: `${prefix}-${service}`,
      repository: `${prefix}/${service}`,
      logGroup: `/ecs/${prefix}/${service}`,
      migrationFamily: `${prefix}-${service}-migrate`,
      migrationLogGroup: `/ecs/${prefix}/${service}-migrate`,
    }),
    databaseLogGroup: (kind) => `/aws/rds/instance/${prefix}/${kind}`,
    secret: (name) => `${project}/${environment}/${name}`,
    alarm: (name) => `${prefix}-${name}`,
    topic: (topic) => `${topic}-${environment}`,
    bucket: (bucket, account) => `${bucket}-${environment}-${account}`,
    role: (role) => `${prefix}-${role}`,
  };
}

/** `marketPrice` as `MARKET_PRICE`; digits stay with the word before them. */
export function screamingCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/-/g, "_")
    .toUpperCase();
}

/** `marketPrice` as `market-price`. */
export function kebabCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();
}

/** `subnet-private-a` as `subnetPrivateA`. */
export function camelCase(name: string): string {
  return name.replace(/[^A-Za-z0-9]+([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
