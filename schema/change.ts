// What a change of the spec does to AWS: the nouns that `diff` makes and its reports draw.
import type { Graph } from "./graph.ts";
import type { Model } from "./model.ts";
import type { Path } from "./path.ts";

/** One of the two specs that are compared. */
export interface Side {
  readonly model: Model;
  readonly graphs: readonly Graph[];
  /** The spec as plain data. */
  readonly data: unknown;
}

/**
 * The head's graphs as they were without one change of the spec; undefined where the spec makes no sense without it.
 * What it leaves as it was is not its doing.
 */
export type Trial = (without: SpecChange) => readonly Graph[] | undefined;

/** What happens to a resource. */
export type ChangeAction = "create" | "update" | "replace" | "delete";

/** What its users notice, or what is gone for good. */
export type Effect = "reboot" | "downtime" | "data-loss";

/** The worst of a comparison, mildest first. A deletion stands with a replacement: both take something away. */
export const SEVERITIES = ["none", "create", "update", "reboot", "downtime", "replace", "delete", "data-loss"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** How bad a severity is: its place in the list. */
export const rank = (severity: Severity): number => SEVERITIES.indexOf(severity);

/** A property that changes, and the spec path that makes it. */
export interface Cause {
  /** `instanceClass`, `healthCheck.path`; `protect` for the option of that name. */
  readonly property: string;
  readonly path: Path;
  /** The resource whose replacement or new name the property follows, by its key. */
  readonly through?: string;
}

/** A sentence about a change, and who says so. */
export interface Note {
  readonly text: string;
  /** An address of AWS's, Pulumi's or the provider's documentation. */
  readonly source: string;
}

/** What happens to one resource. */
export interface ResourceChange {
  readonly environment: string;
  readonly type: string;
  readonly key: string;
  /** Pulumi's logical name. */
  readonly name: string;
  /** The key that it had, where a service was renamed. */
  readonly formerly?: string;
  /** The worst that may happen; `may` says so where it need not. */
  readonly action: ChangeAction;
  /** Sorted, mildest first. */
  readonly effects: readonly Effect[];
  readonly because: readonly Cause[];
  readonly notes: readonly Note[];
  /** Why the action is possible and not certain. */
  readonly may?: string;
  /** AWS or Pulumi will not do it: the update stops there. */
  readonly refused?: Note;
}

/** A leaf of the spec, or a whole branch that is new or gone. */
export interface SpecChange {
  readonly path: Path;
  /** Undefined where the path is new. */
  readonly from: unknown;
  /** Undefined where the path is gone. */
  readonly to: unknown;
}

/** How bad a change is. What AWS refuses can only be had by a replacement, and counts as one. */
export function severityOf({ action, effects, refused }: ResourceChange): Severity {
  const own: Severity = refused ? worse(action, "replace") : action;
  return effects.reduce<Severity>(worse, own);
}

/** The worse of two. */
export const worse = (a: Severity, b: Severity): Severity => (rank(b) > rank(a) ? b : a);

/** What one environment gains and loses, as lines that can be read. */
export interface Surface {
  readonly environment: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** A number before and after. */
export interface Shift {
  readonly environment: string;
  /** `database connections`, `addresses of the subnet private a`, `NAT gateways`. */
  readonly what: string;
  /** Empty where there was none, or is none. */
  readonly before: string;
  readonly after: string;
}

/** A patch that the spec puts on what is generated. */
export interface OverrideNote {
  readonly name: string;
  /** The resource's key, or the file's path. */
  readonly target: string;
  readonly reason: string;
}

/** How many resources of an environment stay as they are. */
export interface Untouched {
  readonly environment: string;
  readonly count: number;
}

/** A service that is called otherwise, and whose resources are taken over. */
export interface Renamed {
  readonly from: string;
  readonly to: string;
}

/** All that a change of the spec does. */
export interface Comparison {
  readonly spec: readonly SpecChange[];
  readonly environments: { readonly added: readonly string[]; readonly removed: readonly string[] };
  readonly renamed: readonly Renamed[];
  /** A service that is gone and a new one, which may be the same without saying so. */
  readonly perhaps: Renamed | undefined;
  /** Worst first. */
  readonly resources: readonly ResourceChange[];
  readonly untouched: readonly Untouched[];
  /** About whole environments: a removed stack, another region, another account. */
  readonly notes: readonly (Note & { readonly environment: string })[];
  /** Who reaches whom by the network. */
  readonly network: readonly Surface[];
  /** Who may do what. */
  readonly permissions: readonly Surface[];
  readonly alarms: readonly Shift[];
  readonly budgets: readonly Shift[];
  /** What AWS bills, in number and size; never in money. */
  readonly billed: readonly Shift[];
  /** All that the head has, changed or not. */
  readonly overrides: readonly OverrideNote[];
  readonly worst: Severity;
}
