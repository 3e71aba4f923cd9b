// The infrastructure of one environment as a picture, before anyone decides where a line goes: what stands in which tier
// and zone, and who may open a connection to whom.
import type { Path } from "./path.ts";

/** What a box stands for; it decides the sign that it bears. */
export type BoxKind =
  | "alarms"
  | "bucket"
  | "cache"
  | "chat"
  | "database"
  | "endpoints"
  | "internet"
  | "load-balancer"
  | "nat"
  | "notifier"
  | "service"
  | "task"
  | "topic";

/** The tiers of subnets, from the outside to the inside. */
export const TIERS = ["public", "private", "database"] as const;
export type Tier = (typeof TIERS)[number];

/** One thing that a reviewer would point at. */
export interface Box {
  /** Unique in the picture, in kebab case. */
  readonly id: string;
  readonly kind: BoxKind;
  /** In which subnets; `region`: beside the VPC, a service of AWS; `outside`: not in AWS at all. */
  readonly place: Tier | "region" | "outside";
  readonly title: string;
  /** What there is to say about it; the first line matters most. */
  readonly details: readonly string[];
  /** What it lists: alarms, channels. */
  readonly items: readonly string[];
  /** The letters of the zones that it stands in; empty where that is not said. */
  readonly zones: readonly string[];
  /** The spec path that it exists for. */
  readonly because: Path;
}

/** Who opens connections to whom, or hands something on. */
export interface Flow {
  readonly from: string;
  readonly to: string;
  /** Ascending; empty where no security group has a say. */
  readonly ports: readonly number[];
  readonly because: Path;
}

/** A zone and its block of each tier. */
export interface PictureZone {
  readonly letter: string;
  readonly blocks: { readonly [tier in Tier]: string | undefined };
}

/** The whole picture. */
export interface Picture {
  readonly environment: string;
  /** What everything in it is called: `shop-production`. */
  readonly name: string;
  readonly region: string;
  /** The VPC's block. */
  readonly block: string;
  readonly zones: readonly PictureZone[];
  /** Sorted by place, then as a request meets them. */
  readonly boxes: readonly Box[];
  /** Sorted by their ends. */
  readonly flows: readonly Flow[];
}
