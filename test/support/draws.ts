// What a generated spec is decided by: independent choices, each small, so that a failing spec shrinks to its cause.
import { fc } from "./chance.ts";

/** Nothing, once in so many times. */
const maybe = <T>(one: fc.Arbitrary<T>, freq = 2): fc.Arbitrary<T | undefined> =>
  fc.option(one, { nil: undefined, freq });
const upTo = (max: number, min = 0): fc.Arbitrary<number> => fc.integer({ min, max });

/** Fargate's pairs of CPU and memory, some of each size. */
const SIZES = [
  [256, "512MiB"],
  [256, "1GiB"],
  [256, "2GiB"],
  [512, "1GiB"],
  [512, "4GiB"],
  [1024, "2GiB"],
  [1024, "8GiB"],
  [2048, "4GiB"],
  [2048, "16GiB"],
  [4096, "30GiB"],
  [8192, "16GiB"],
  [16384, "32GiB"],
] as const;

/** Names that services bear, and some that resemble what the tool makes itself. */
const SERVICE_NAMES = [
  "api web admin jobs search mailer ledger gateway booking tracker x media-7",
  "http https cluster deploy preview infrastructure vpc topic nat-a namespace zones",
  "api-migrate web-to-api secrets index network account alerts random aws pulumi api-web",
].flatMap((line) => line.split(" "));

const task = fc.record({
  size: fc.constantFrom(...SIZES),
  min: upTo(3, 1),
  more: upTo(4),
  aims: maybe(upTo(95, 5)),
  connections: maybe(upTo(6, 1)),
});

const service = fc.record({
  name: fc.constantFrom(...SERVICE_NAMES),
  kind: fc.constantFrom("public", "public", "internal", "internal", "worker", "local"),
  framework: fc.constantFrom("nestjs", "node", "node", "vite", "custom"),
  arm: fc.boolean(),
  task,
  uses: maybe(fc.subarray(["database", "cache"])),
  calls: fc.array(upTo(7), { maxLength: 2 }),
  internet: fc.boolean(),
  host: maybe(fc.constantFrom("exact", "wild")),
  path: maybe(fc.constantFrom("one", "two")),
  priority: maybe(upTo(49_999, 1)),
  certified: fc.boolean(),
  health: maybe(fc.constantFrom("/health", "/", "/v1/ready?deep=1")),
  start: maybe(fc.constantFrom("5s", "90s", "5m")),
  image: fc.record({
    node: fc.constantFrom(22, 24, 26),
    pnpm: fc.boolean(),
    prisma: fc.boolean(),
    maxSize: maybe(fc.constantFrom("120MB", "1GiB")),
  }),
  env: fc.subarray(["LOG_LEVEL", "FEATURE_X", "SHARE", "GREETING"]),
  secrets: fc.subarray(["STRIPE_KEY", "API_TOKEN", "SESSION_KEY"]),
});
export type ServiceDraw = typeof service extends fc.Arbitrary<infer T> ? T : never;

const database = fc.record({
  version: fc.constantFrom("15", "16.4", "17", "18", "18.2"),
  instance: upTo(99),
  initial: upTo(200, 20),
  more: fc.constantFrom(0, 10, 500),
  multiAz: fc.boolean(),
  retention: upTo(35, 1),
});
export type DatabaseDraw = typeof database extends fc.Arbitrary<infer T> ? T : never;

const cache = fc.record({
  version: fc.constantFrom("8.0", "8.1", "8.2", "9.0", "9.1"),
  node: fc.constantFrom("cache.t4g.micro", "cache.t3.small", "cache.m7g.large", "cache.r6g.xlarge"),
  nodes: upTo(4, 1),
  multiAz: fc.boolean(),
  ttl: fc.subarray(["page", "userChatList", "price2"]),
});
export type CacheDraw = typeof cache extends fc.Arbitrary<infer T> ? T : never;

const alarm = fc.record({
  target: upTo(999),
  isAbove: fc.boolean(),
  limit: upTo(99, 1),
  period: fc.constantFrom("1m", "5m", "15m", "1h", "1d"),
  periods: upTo(5, 1),
  channel: upTo(9),
});
export type AlarmDraw = typeof alarm extends fc.Arbitrary<infer T> ? T : never;

const REGIONS = ["us-east-1", "eu-central-1", "ap-northeast-2", "us-west-2"] as const;
const NAT = ["none", "single", "per-az"] as const;

const environment = fc.record({
  name: fc.constantFrom("staging", "production", "dev", "live", "eu-1", "live-api"),
  account: fc.constantFrom("111122223333", "444455556666", "012345678901"),
  protect: fc.boolean(),
  region: maybe(fc.constantFrom(...REGIONS)),
  nat: maybe(fc.constantFrom(...NAT)),
  retention: maybe(fc.constantFrom("1d", "365d", "3653d")),
  database: maybe(database),
  cache: maybe(cache),
  tasks: maybe(task),
  extra: fc.boolean(),
  alarmPeriods: maybe(upTo(3, 1)),
  keep: maybe(upTo(40, 1)),
});
export type EnvironmentDraw = typeof environment extends fc.Arbitrary<infer T> ? T : never;

/** Every choice of one spec. */
export const draw = fc.record({
  project: fc.constantFrom("shop", "tide", "a", "acme-2", "quill", "harbor-hub"),
  region: fc.constantFrom(...REGIONS),
  network: fc.record({
    second: upTo(200),
    prefix: fc.constantFrom(16, 16, 16, 18, 20, 22),
    zones: maybe(upTo(4, 2)),
    nat: fc.constantFrom(...NAT),
  }),
  retention: maybe(fc.constantFrom("7d", "30d", "90d")),
  tags: fc.subarray(["Team", "cost:center"]),
  database: maybe(database, 5),
  cache: maybe(cache, 4),
  services: fc.uniqueArray(service, { minLength: 1, maxLength: 8, selector: ({ name }) => name }),
  channels: upTo(3),
  alarms: fc.array(alarm, { maxLength: 12 }),
  delivery: maybe(fc.record({ ids: fc.boolean(), existing: fc.boolean() })),
  backup: maybe(
    fc.record({ keep: upTo(30, 1), schedule: fc.constantFrom("0 18 * * *", "*/30 2-4 * * 1-5", "5 1 1 * *") }),
  ),
  migration: fc.boolean(),
  terraform: fc.boolean(),
  environments: maybe(fc.uniqueArray(environment, { minLength: 1, maxLength: 3, selector: ({ name }) => name }), 4),
});
export type Draw = typeof draw extends fc.Arbitrary<infer T> ? T : never;
