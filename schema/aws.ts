// What AWS allows, in one dated table (see PINNED_ON in pins.ts): sizes, classes, limits, ends of life.
// Sources: the AWS API models (botocore 1.43), cfn-lint's generated data, endoflife.date, the services' user guides.

/** Fargate: CPU units of a task, and the memory in MiB that goes with them: from, to, step. ECS RegisterTaskDefinition. */
const FARGATE: Readonly<Record<number, readonly [number, number, number]>> = {
  512: [1024, 4096, 1024],
  1024: [2048, 8192, 1024],
  2048: [4096, 16384, 1024],
  4096: [8192, 30720, 1024],
  8192: [16384, 61440, 4096],
  16384: [32768, 122880, 8192],
};

/** The memory sizes in MiB that Fargate sells with a CPU size; none where it does not sell that CPU size. */
export function fargateMemory(cpu: number): readonly number[] {
  if (cpu === 256) return [512, 1024, 2048];
  const range = FARGATE[cpu];
  if (!range) return [];
  const [from, to, step] = range;
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);
}

/** The CPU sizes that Fargate sells. */
export const FARGATE_CPUS: readonly number[] = [256, ...Object.keys(FARGATE).map(Number)];

const GENERAL_TO_16 = {
  large: 8,
  xlarge: 16,
  "2xlarge": 32,
  "4xlarge": 64,
  "8xlarge": 128,
  "12xlarge": 192,
  "16xlarge": 256,
};
const GENERAL = { ...GENERAL_TO_16, "24xlarge": 384 };
const MEMORY_TO_16 = {
  large: 16,
  xlarge: 32,
  "2xlarge": 64,
  "4xlarge": 128,
  "8xlarge": 256,
  "12xlarge": 384,
  "16xlarge": 512,
};
const MEMORY = { ...MEMORY_TO_16, "24xlarge": 768 };
const BURSTABLE = { micro: 1, small: 2, medium: 4, large: 8, xlarge: 16, "2xlarge": 32 };

/** RDS for PostgreSQL: instance families and the memory in GiB of their sizes. */
const RDS_FAMILIES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  t3: BURSTABLE,
  t4g: BURSTABLE,
  m5: GENERAL,
  m6g: GENERAL_TO_16,
  m6i: { ...GENERAL, "32xlarge": 512 },
  m7g: GENERAL_TO_16,
  m7i: GENERAL,
  m8g: GENERAL,
  r5: MEMORY,
  r6g: MEMORY_TO_16,
  r6i: { ...MEMORY, "32xlarge": 1024 },
  r7g: MEMORY_TO_16,
  r7i: MEMORY,
  r8g: MEMORY,
};

/** Every instance class that RDS for PostgreSQL sells, as far as this table knows; made when a finding needs them. */
export const rdsClasses = (): readonly string[] =>
  Object.entries(RDS_FAMILIES).flatMap(([family, sizes]) => Object.keys(sizes).map((size) => `db.${family}.${size}`));

/** The memory of an instance class in GiB, or undefined where the class is not known. */
export function rdsMemoryGiB(instance: string): number | undefined {
  const [, family = "", size = ""] = instance.split(".");
  return RDS_FAMILIES[family]?.[size];
}

/** What PostgreSQL and RDS keep for themselves: superuser_reserved_connections 3, rds.rds_superuser_reserved_connections 2. */
export const RESERVED_CONNECTIONS = 5;

/**
 * Connections that an application may hold on an instance class. RDS's default is
 * `LEAST({DBInstanceClassMemory/9531392}, 5000)`, and DBInstanceClassMemory is what the operating system and RDS leave of
 * the nominal memory: 90 % is the planning value (0.88 to 0.95 measured).
 */
export function usableConnections(instance: string): number {
  const nominal = ((rdsMemoryGiB(instance) ?? 0) * 2 ** 30) / 9531392;
  return Math.min(Math.floor(nominal * 0.9), 5000) - RESERVED_CONNECTIONS;
}

/** What sessions of people and scripts (migration, backup, psql) may need beside the services. */
export const OPERATIONS_CONNECTIONS = 5;

/** ElastiCache for Valkey: node families and their sizes. */
const CACHE_FAMILIES: Readonly<Record<string, readonly string[]>> = {
  t3: ["micro", "small", "medium"],
  t4g: ["micro", "small", "medium"],
  m5: ["large", "xlarge", "2xlarge", "4xlarge", "12xlarge", "24xlarge"],
  m6g: ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"],
  m7g: ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"],
  r5: ["large", "xlarge", "2xlarge", "4xlarge", "12xlarge", "24xlarge"],
  r6g: ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"],
  r6gd: ["xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"],
  r7g: ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"],
  c7gn: ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge"],
};

/** Every node type that ElastiCache sells for Valkey, as far as this table knows; made when a finding needs them. */
export const cacheNodes = (): readonly string[] =>
  Object.entries(CACHE_FAMILIES).flatMap(([family, sizes]) => sizes.map((size) => `cache.${family}.${size}`));

/** Whether a node type is one of these. */
export function isCacheNode(node: string): boolean {
  const [, family = ""] = node.split(".");
  const sizes = Object.hasOwn(CACHE_FAMILIES, family) ? CACHE_FAMILIES[family] : undefined;
  return sizes !== undefined && sizes.some((size) => node === `cache.${family}.${size}`);
}

/** A version that a service offers, and the day its support ends. */
export interface Release {
  readonly version: string;
  /** ISO date; undefined where no end is announced. */
  readonly endOfLife: string | undefined;
}

/** RDS for PostgreSQL: majors, the end of RDS standard support or of the community's, whichever comes first. */
export const POSTGRES_RELEASES: readonly Release[] = [
  { version: "14", endOfLife: "2026-11-12" },
  { version: "15", endOfLife: "2027-11-11" },
  { version: "16", endOfLife: "2028-11-09" },
  { version: "17", endOfLife: "2029-11-08" },
  { version: "18", endOfLife: "2030-11-14" },
];

/** The first minor version of each major that RDS offers for production; an `.0` is a preview. */
export const POSTGRES_FIRST_MINOR = 1;

/** ElastiCache for Valkey. */
export const VALKEY_RELEASES: readonly Release[] = [
  { version: "7.2", endOfLife: "2026-09-16" },
  { version: "8.0", endOfLife: "2027-09-15" },
  { version: "8.1", endOfLife: "2028-03-31" },
  { version: "8.2", endOfLife: undefined },
  { version: "9.0", endOfLife: "2028-10-21" },
  { version: "9.1", endOfLife: undefined },
];

/** The upstream image of an ElastiCache version: 8.2 exists only at ElastiCache, so its local stand-in is 8.1. */
export function valkeyImageTag(version: string): string {
  return version === "8.2" ? "8.1" : version;
}

/** Node.js majors with official images. */
export const NODE_RELEASES: readonly Release[] = [
  { version: "18", endOfLife: "2025-04-30" },
  { version: "20", endOfLife: "2026-04-30" },
  { version: "22", endOfLife: "2027-04-30" },
  { version: "24", endOfLife: "2028-04-30" },
  { version: "26", endOfLife: "2029-04-30" },
];

/** How long CloudWatch Logs can keep a log group, in days. PutRetentionPolicy. */
export const LOG_RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** AWS keeps the first four addresses and the last one of every subnet. */
export const RESERVED_ADDRESSES = 5;

/** A load balancer wants a /27 at least in each subnet, with eight addresses free. */
export const LOAD_BALANCER_ADDRESSES = 8;
export const LOAD_BALANCER_PREFIX = 27;

/** The most zones that a region shows to an account. */
export const MAX_ZONES = 6;

/** gp3 storage of RDS for PostgreSQL, GiB. */
export const RDS_STORAGE_GIB: readonly [number, number] = [20, 65536];

/** Words that PostgreSQL or RDS keep: neither a database nor a master user may bear them. CreateDBInstance, PostgreSQL's SQL key words. */
export const RESERVED_DATABASE_WORDS: readonly string[] = [
  "admin",
  "all",
  "analyse",
  "analyze",
  "and",
  "any",
  "array",
  "as",
  "asc",
  "both",
  "case",
  "cast",
  "check",
  "collate",
  "column",
  "constraint",
  "create",
  "current_user",
  "default",
  "desc",
  "distinct",
  "do",
  "else",
  "end",
  "except",
  "false",
  "for",
  "foreign",
  "from",
  "grant",
  "group",
  "having",
  "in",
  "initially",
  "intersect",
  "into",
  "leading",
  "limit",
  "localtime",
  "new",
  "not",
  "null",
  "off",
  "offset",
  "old",
  "on",
  "only",
  "or",
  "order",
  "placing",
  "postgres",
  "primary",
  "public",
  "rds_superuser",
  "rdsadmin",
  "rdsrepladmin",
  "references",
  "replication",
  "select",
  "session_user",
  "some",
  "symmetric",
  "table",
  "template0",
  "template1",
  "then",
  "to",
  "trailing",
  "true",
  "union",
  "unique",
  "user",
  "using",
  "when",
  "where",
  "window",
  "with",
];

/** Ports that PostgreSQL and Valkey listen on where nobody says another. */
export const POSTGRES_PORT = 5432;
export const VALKEY_PORT = 6379;

/** How long names may be. The services' API references; target groups get Pulumi's eight characters behind. */
export const NAME_LIMITS = {
  loadBalancer: 32,
  targetGroup: 24,
  replicationGroup: 40,
  databaseInstance: 63,
  masterUser: 16,
  bucket: 63,
  role: 64,
  lambda: 64,
  schedule: 64,
  topic: 256,
  repository: 256,
  secret: 512,
  alarm: 255,
} as const;
