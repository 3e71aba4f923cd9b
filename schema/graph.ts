// The AWS resources of one environment as a value: what the program is printed from, and what every other
// view of the infrastructure (diagram, inventory, diff, policies) is drawn from.
import type { Path } from "./path.ts";
import type { Value, ValueMap } from "./value.ts";

/** All resources of one environment, in an order in which each stands after what it refers to. */
export interface Graph {
  readonly environment: string;
  readonly lookups: readonly Lookup[];
  readonly resources: readonly Resource[];
  /** The stack's outputs, by name. */
  readonly outputs: readonly Output[];
}

/** One AWS resource. */
export interface Resource {
  /** Unique in the graph, made from names alone (`subnet-private-a`); the program's variable is made from it. */
  readonly key: string;
  /** Pulumi's type token: `aws:ec2/vpc:Vpc`. */
  readonly type: string;
  /** Pulumi's logical name, unique among the resources of its type. */
  readonly name: string;
  /** The concern whose module declares it: `network`, `services/backend`. */
  readonly module: string;
  /** The spec path that the resource exists for. */
  readonly because: Path;
  /** Why it is there, where a reader would ask. */
  readonly why?: string | undefined;
  readonly properties: ValueMap;
  readonly options: ResourceOptions;
}

/** Pulumi's resource options, those that we use. Resources are named by their keys. */
export interface ResourceOptions {
  readonly dependsOn?: readonly string[];
  readonly ignoreChanges?: readonly string[];
  /** Pulumi refuses to delete or replace it. */
  readonly protect?: Value;
  /** A deletion takes it out of Pulumi's hands and leaves it in AWS. */
  readonly retainOnDelete?: Value;
  readonly deleteBeforeReplace?: boolean;
  readonly additionalSecretOutputs?: readonly string[];
  /** Names that Pulumi may know the resource by in its state. */
  readonly aliases?: readonly { readonly name: Value }[];
}

/** A question asked of AWS when the program runs: `aws.getAvailabilityZonesOutput({…})`. */
export interface Lookup {
  readonly key: string;
  /** Pulumi's token: `aws:index/getAvailabilityZones:getAvailabilityZones`. */
  readonly type: string;
  readonly module: string;
  readonly because: Path;
  readonly why?: string;
  readonly arguments: ValueMap;
}

/** What the stack tells its user and the pipelines. */
export interface Output {
  readonly name: string;
  readonly description: string;
  readonly value: Value;
}
