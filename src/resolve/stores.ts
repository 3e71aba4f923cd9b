// Database and cache: classes, versions, windows and sizes, judged against what AWS sells.
import {
  cacheNodes,
  isCacheNode,
  NODE_RELEASES,
  POSTGRES_FIRST_MINOR,
  POSTGRES_RELEASES,
  rdsClasses,
  RDS_STORAGE_GIB,
  RESERVED_DATABASE_WORDS,
  rdsMemoryGiB,
  type Release,
  usableConnections,
  VALKEY_RELEASES,
} from "#schema/aws.ts";
import type { Cache, Database } from "#schema/model.ts";
import { nearest } from "#schema/nearest.ts";
import type { Path } from "#schema/path.ts";
import { PINNED_ON } from "#schema/pins.ts";
import { bytes, seconds } from "#schema/units.ts";
import type { Context, Reporter } from "./context.ts";

const GIB = 2 ** 30;
const DAY = 86400;

/** The database of one environment, if the spec has one. */
export function database(context: Context): Database | undefined {
  const spec = context.spec.database;
  if (!spec) return undefined;
  const at = (...path: Path): Path => context.origin(["database", ...path]);
  release(context, at("version"), "PostgreSQL", spec.version.split(".")[0] ?? "", POSTGRES_RELEASES, spec.version);
  const minor = spec.version.split(".")[1];
  if (minor !== undefined && Number(minor) < POSTGRES_FIRST_MINOR) {
    context.report("version/unsupported", at("version"), {
      what: "PostgreSQL on RDS",
      got: spec.version,
      known: `"${spec.version.split(".")[0] ?? ""}", which takes the newest minor`,
    });
  }
  if (rdsMemoryGiB(spec.instance) === undefined) {
    context.report("database/unknown-instance", at("instance"), {
      got: spec.instance,
      near: nearest(spec.instance, rdsClasses()) ?? "",
    });
  }
  windows(context, spec.backup.window, spec.maintenance, at);
  return {
    version: spec.version,
    major: Number(spec.version.split(".")[0]),
    instance: spec.instance,
    ...storage(context, spec.storage, at),
    multiAz: spec.multiAz,
    backupRetentionDays: days(context, at("backup", "retention"), spec.backup.retention, 1, 35),
    backupWindow: spec.backup.window,
    maintenanceWindow: spec.maintenance,
    usableConnections: usableConnections(spec.instance),
  };
}

function storage(context: Context, spec: { initial: string; max: string }, at: (...path: Path) => Path) {
  const size = (key: "initial" | "max"): number => {
    const gib = bytes(spec[key]) / GIB;
    const [least, most] = RDS_STORAGE_GIB;
    if (!Number.isInteger(gib) || gib < least || gib > most)
      wrong(context, at("storage", key), spec[key], `whole GiB from ${least}GiB to ${most}GiB`, key);
    return gib;
  };
  const [storageGiB, maxStorageGiB] = [size("initial"), size("max")];
  if (maxStorageGiB < storageGiB)
    context.report("database/storage-shrinks", at("storage", "max"), { initial: spec.initial, max: spec.max });
  return { storageGiB, maxStorageGiB };
}

/** Whole days between two limits. */
export function days(context: Reporter, path: Path, text: string, least: number, most: number): number {
  const value = seconds(text) / DAY;
  if (!Number.isInteger(value) || value < least || value > most)
    wrong(context, path, text, `whole days from ${least}d to ${most}d`);
  return value;
}

/** Reports a value that has the right type and unit, and is out of range. */
export function wrong(
  context: Reporter,
  path: Path,
  got: string,
  form: string,
  key = String(path[path.length - 1]),
): void {
  context.report("spec/wrong-value", path, { got, key, form });
}

const MINUTES_OF_WEEK = 7 * 24 * 60;
const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

function minutes(clock: string): number {
  const [hour = "0", minute = "0"] = clock.split(":");
  return Number(hour) * 60 + Number(minute);
}

/** RDS: each window lasts half an hour at least, and the daily one never meets the weekly one. */
function windows(context: Context, backup: string, maintenance: string, at: (...path: Path) => Path): void {
  const [from = "", to = ""] = backup.split("-");
  const start = minutes(from);
  const length = (minutes(to) - start + 1440) % 1440;
  const [weekFrom = "", weekTo = ""] = maintenance.split("-");
  const ofWeek = (text: string): number => WEEKDAYS.indexOf(text.slice(0, 3)) * 1440 + minutes(text.slice(4));
  const weekStart = ofWeek(weekFrom);
  const weekLength = (ofWeek(weekTo) - weekStart + MINUTES_OF_WEEK) % MINUTES_OF_WEEK;
  if (length < 30)
    wrong(context, at("backup", "window"), backup, "a window of half an hour or more, as `03:00-04:00`", "window");
  if (weekLength < 30)
    wrong(context, at("maintenance"), maintenance, "a window of half an hour or more, as `sun:04:30-sun:05:30`");
  const meets = WEEKDAYS.some((_, day) => {
    const gap = (day * 1440 + start - weekStart + MINUTES_OF_WEEK) % MINUTES_OF_WEEK;
    return gap < weekLength || gap + length > MINUTES_OF_WEEK;
  });
  if (meets)
    context.report(
      "database/windows-overlap",
      at("backup", "window"),
      { backup, maintenance },
      { related: at("maintenance") },
    );
}

/** The cache of one environment, if the spec has one. */
export function cache(context: Context): Cache | undefined {
  const spec = context.spec.cache;
  if (!spec) return undefined;
  const at = (...path: Path): Path => context.origin(["cache", ...path]);
  release(context, at("version"), "Valkey", spec.version, VALKEY_RELEASES, spec.version);
  if (!isCacheNode(spec.node)) {
    context.report("cache/unknown-node", at("node"), { got: spec.node, near: nearest(spec.node, cacheNodes()) ?? "" });
  }
  if (spec.multiAz && spec.nodes < 2) {
    context.report(
      "cache/failover-needs-replicas",
      at("multiAz"),
      { nodes: String(spec.nodes) },
      { related: at("nodes") },
    );
  }
  const major = spec.version.split(".")[0] ?? "";
  return { version: spec.version, family: `valkey${major}`, node: spec.node, nodes: spec.nodes, multiAz: spec.multiAz };
}

/** A version must be known, and is better not past its end. */
export function release(
  context: Reporter,
  path: Path,
  what: string,
  version: string,
  releases: readonly Release[],
  got: string,
): void {
  const found = releases.find((one) => one.version === version);
  const newest = releases[releases.length - 1]?.version ?? "";
  if (!found) {
    context.report("version/unsupported", path, { what, got, known: releases.map((one) => one.version).join(", ") });
  } else if (found.endOfLife !== undefined && found.endOfLife <= PINNED_ON) {
    context.report("version/end-of-life", path, { what, version, date: found.endOfLife, newer: newest });
  }
}

/** Node.js of an image. */
export function nodeRelease(context: Reporter, path: Path, major: number): void {
  release(context, path, "Node.js", String(major), NODE_RELEASES, String(major));
}

/** A database's or user's name that PostgreSQL or RDS keeps for itself. */
export function reservedWord(context: Reporter, path: Path, name: string): void {
  if (RESERVED_DATABASE_WORDS.includes(name)) {
    context.report("name/invalid", path, {
      got: name,
      help: "PostgreSQL and RDS keep this word for themselves: take another name",
    });
  }
}
