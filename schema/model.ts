// The product as resolve leaves it: every default filled, every overlay merged, every reference known to point
// somewhere, every name legal and every budget judged. Numbers carry their unit in their name.
import type { Target } from "./draft.ts";
import type { Path } from "./path.ts";
import type { Value } from "./value.ts";

/** The whole product: what the repository shares, and each environment in the order of delivery. */
export interface Model {
  readonly project: string;
  readonly description: string;
  /** The spec's file name, for the headers of what is generated. */
  readonly source: string;
  /** The output's root, relative to the spec's folder. */
  readonly output: string;
  /** Sorted. */
  readonly targets: readonly Target[];
  /** Sorted by name, as every list of named things here. */
  readonly services: readonly Service[];
  readonly secrets: readonly Secret[];
  readonly database: DatabaseEngine | undefined;
  readonly cache: CacheEngine | undefined;
  readonly alerts: Alerts | undefined;
  readonly delivery: Delivery | undefined;
  readonly backup: Backup | undefined;
  readonly migration: Migration | undefined;
  readonly local: Local;
  readonly overrides: readonly Override[];
  readonly environments: readonly Environment[];
}

/** What of a service is the same in every environment: its code, its image and its place in the network. */
export interface Service {
  readonly name: string;
  /** What it was called before: its resources in AWS are taken over where their names let them. */
  readonly renamedFrom: string | undefined;
  /** Folder below the repository's root, without a slash at either end; `.` is the root. */
  readonly path: string;
  readonly framework: Framework;
  /** Undefined for a worker, which listens nowhere. */
  readonly port: number | undefined;
  /** The path that answers 200 when the service is well; undefined for a worker. */
  readonly health: string | undefined;
  readonly expose: "public" | "internal";
  /** False: local development only. */
  readonly deploy: boolean;
  readonly architecture: Architecture;
  /** Which stores it talks to. */
  readonly uses: { readonly database: boolean; readonly cache: boolean };
  /** Internal services that it calls, sorted. */
  readonly calls: readonly string[];
  readonly image: Image;
  /** Environment variables as the base spec has them; an environment may add and change. */
  readonly env: readonly Variable[];
  /** Environment variable and the secret that it takes its value from. */
  readonly secrets: readonly SecretVariable[];
  /** The most connections that one task opens; 0 where it uses no database. */
  readonly databaseConnections: number;
}

export type Framework = "nestjs" | "node" | "vite" | "custom";
export type Architecture = "x86_64" | "arm64";

/** How a service's image is built. `custom` frameworks bring their own Dockerfile and have only `maxSizeBytes`. */
export interface Image {
  readonly node: number;
  readonly packageManager: PackageManager;
  readonly prisma: boolean;
  /** The file that `node` starts, below the service's folder. */
  readonly entry: string;
  /** Compressed, as the registry stores it; 1 MB is 10^6 bytes. Undefined: no budget. */
  readonly maxSizeBytes: number | undefined;
  /** The budget as the spec spells it, for messages. */
  readonly maxSize: string | undefined;
}
export type PackageManager = "npm" | "pnpm";

/** An environment variable with a literal value. */
export interface Variable {
  readonly name: string;
  readonly value: string;
}

/** An environment variable that a secret fills. */
export interface SecretVariable {
  readonly name: string;
  /** The secret's name in the spec. */
  readonly secret: string;
}

/** A secret: a name and a meaning, never a value. */
export interface Secret {
  readonly name: string;
  readonly description: string;
}

/** What of the database is the same everywhere. */
export interface DatabaseEngine {
  readonly engine: "postgres";
  /** The newest major of any environment: what the local image and the client tools follow. */
  readonly major: number;
  readonly name: string;
  /** Master user, `sage_admin`. */
  readonly username: string;
  readonly port: number;
}

/** What of the cache is the same everywhere. */
export interface CacheEngine {
  readonly engine: "valkey";
  /** The tag of the local image: the newest upstream release of the same major. */
  readonly localTag: string;
  readonly port: number;
  readonly ttl: readonly Ttl[];
}

/** How long the application may keep one kind of thing. */
export interface Ttl {
  /** As the spec has it: `marketPrice`. */
  readonly name: string;
  /** `CACHE_TTL_MARKET_PRICE_SECONDS`. */
  readonly variable: string;
  readonly seconds: number;
}

/** The topic and the channels; the alarms stand with each environment. */
export interface Alerts {
  readonly topic: string;
  readonly channels: readonly Channel[];
}

/** A Discord webhook: the secret that holds its URL. */
export interface Channel {
  readonly name: string;
  readonly secret: string;
}

/** Where the code lives and how its pipelines reach AWS. */
export interface Delivery {
  readonly owner: string;
  readonly repository: string;
  readonly branch: string;
  /** GitHub's numeric ids, for the immutable form of the OIDC subject. */
  readonly ownerId: number | undefined;
  readonly repositoryId: number | undefined;
  /** What a pull request may not do, nor worse; undefined: anything. */
  readonly failOn: "update" | "downtime" | "replace" | "data-loss" | undefined;
}

/** The logical backup. */
export interface Backup {
  /** The bucket's name up to what makes it unique: `sage-backups`. */
  readonly bucket: string;
  readonly log: string;
}

/** The schema migrations. */
export interface Migration {
  readonly tool: "prisma";
  /** The service whose folder holds the migrations. */
  readonly service: string;
  readonly log: string;
}

/** Local development with compose. */
export interface Local {
  readonly network: string;
  readonly envFile: string;
  readonly database: { readonly port: number; readonly username: string };
  readonly cache: { readonly port: number };
}

/** A change of what is generated that no key of the spec expresses. */
export interface Override {
  readonly name: string;
  /** A resource by its key, in these environments (undefined: wherever it is); or a file by its path. */
  readonly target:
    | { readonly kind: "resource"; readonly key: string; readonly environments: readonly string[] | undefined }
    | { readonly kind: "file"; readonly path: string };
  readonly reason: string;
  readonly patch: readonly Operation[];
}

/** One operation of a JSON Patch (RFC 6902). */
export interface Operation {
  readonly op: "add" | "remove" | "replace" | "test";
  /** The JSON Pointer's steps, unescaped. */
  readonly path: readonly string[];
  /** Plain data, its keys sorted; null where there is none. */
  readonly value: Value;
}

/** One environment: one Pulumi stack. */
export interface Environment {
  readonly name: string;
  /** The paths, relative to the root, that its overlay sets (leaves only). */
  readonly overlay: readonly Path[];
  readonly account: string | undefined;
  readonly region: string;
  /** Nothing that holds data may be deleted or replaced. */
  readonly protect: boolean;
  readonly tags: readonly Variable[];
  readonly logRetentionDays: number;
  readonly network: Network;
  readonly database: Database | undefined;
  readonly cache: Cache | undefined;
  /** The deployed services alone, sorted by name. */
  readonly services: readonly DeployedService[];
  readonly alarms: readonly Alarm[];
  readonly backup: BackupPlan | undefined;
  readonly oidcProvider: "create" | "existing";
  readonly budgets: Budgets;
}

export type Nat = "none" | "single" | "per-az";

export interface Network {
  readonly cidr: string;
  readonly nat: Nat;
  /** In zone order: a, b, … */
  readonly zones: readonly Zone[];
  /** True: the spec gives no subnets, and they follow from `cidr`. */
  readonly derived: boolean;
  /** True: a public service or a NAT gateway needs the internet gateway. */
  readonly internetGateway: boolean;
  /** True: a service without a way out reaches AWS through interface endpoints. */
  readonly interfaceEndpoints: boolean;
}

export interface Zone {
  readonly letter: string;
  /** Position among the region's zones, from 0. */
  readonly index: number;
  readonly public: string;
  readonly private: string;
  /** Undefined where there is neither database nor cache. */
  readonly database: string | undefined;
}

export interface Database {
  /** As RDS takes it: `18` or `18.4`. */
  readonly version: string;
  readonly major: number;
  readonly instance: string;
  readonly storageGiB: number;
  readonly maxStorageGiB: number;
  readonly multiAz: boolean;
  readonly backupRetentionDays: number;
  /** `03:00-04:00`, UTC. */
  readonly backupWindow: string;
  /** `sun:04:30-sun:05:30`, UTC. */
  readonly maintenanceWindow: string;
  /** Connections that the application may open at once: the class's limit less what PostgreSQL and RDS keep. */
  readonly usableConnections: number;
}

export interface Cache {
  /** As ElastiCache takes it: `8.0`. */
  readonly version: string;
  /** `valkey8`. */
  readonly family: string;
  readonly node: string;
  readonly nodes: number;
  readonly multiAz: boolean;
}

/** A service in one environment. */
export interface DeployedService {
  readonly name: string;
  /** The same service's shared part. */
  readonly service: Service;
  readonly cpu: number;
  readonly memoryMiB: number;
  readonly scale: Scale;
  readonly internet: boolean;
  readonly certificate: string | undefined;
  readonly route: Route | undefined;
  /** Seconds that a fresh task has until its health checks count. */
  readonly startSeconds: number;
  readonly databaseConnections: number;
  readonly env: readonly Variable[];
  readonly secrets: readonly SecretVariable[];
}

export interface Scale {
  readonly min: number;
  readonly max: number;
  /** Target of average CPU, percent; undefined where min equals max. */
  readonly cpuPercent: number | undefined;
}

/** Which requests of the shared load balancer reach a service. Neither host nor path: all that no other rule takes. */
export interface Route {
  readonly host: string | undefined;
  /** A prefix: `/api` takes `/api` and `/api/…`. */
  readonly path: string | undefined;
  /** 1 to 50000, the more specific the lower. Undefined for the default route. */
  readonly priority: number | undefined;
}

/** What an alarm watches: a service, the database, the cache, or a metric of the application's own. */
export type AlarmSubject =
  | { readonly kind: "service"; readonly service: string }
  | { readonly kind: "database" }
  | { readonly kind: "cache" }
  | { readonly kind: "custom"; readonly namespace: string; readonly name: string; readonly statistic: string };

export interface Alarm {
  /** As the spec has it: `backendCpu`. */
  readonly name: string;
  readonly subject: AlarmSubject;
  readonly metric: AlarmMetric;
  readonly comparison: "above" | "below";
  /** In CloudWatch's own unit for this metric: percent, seconds, bytes, count. */
  readonly threshold: number;
  /** The limit as the spec spells it, for descriptions: `80%`. */
  readonly limit: string;
  readonly periodSeconds: number;
  readonly periods: number;
  readonly channel: string;
}

/** The metrics by the names that the spec uses, sorted; `alarm-metrics.ts` says what they are in CloudWatch. */
export type AlarmMetric =
  | "connections"
  | "cpu"
  | "credits"
  | "custom"
  | "errorRate"
  | "errors"
  | "evictions"
  | "memory"
  | "p50"
  | "p90"
  | "p95"
  | "p99"
  | "requests"
  | "storage"
  | "unhealthy";

/** The scheduled backup in one environment. */
export interface BackupPlan {
  /** How many of the newest backups stay. */
  readonly keep: number;
  /** As the spec has it: five fields of cron, UTC. */
  readonly cron: string;
  /** As EventBridge Scheduler takes it: `cron(0 18 * * ? *)`. */
  readonly schedule: string;
}

/** The arithmetic behind the limits that resolve has judged, for the documents. */
export interface Budgets {
  readonly connections: ConnectionBudget | undefined;
  readonly addresses: readonly AddressBudget[];
}

/** Connections at the peak of a rolling deployment. */
export interface ConnectionBudget {
  readonly limit: number;
  readonly used: number;
  readonly users: readonly { readonly name: string; readonly tasks: number; readonly connections: number }[];
}

/** Addresses that one subnet needs at the peak of a rolling deployment. */
export interface AddressBudget {
  readonly tier: "public" | "private" | "database";
  readonly zone: string;
  readonly cidr: string;
  /** What AWS leaves of the block: its size less five. */
  readonly usable: number;
  readonly needed: number;
  readonly users: readonly { readonly name: string; readonly addresses: number }[];
}
