// One stack made, changed and taken away by the provider against moto: what its plans say is read, not believed.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Data, Registered } from "../pulumi/expected.ts";
import { excusesFor } from "./allowed.ts";
import { addressOf, bridge, type Bridged } from "./bridge.ts";
import type { Terraform } from "./found.ts";
import { FORGOTTEN, LEFT_OUT, UNSAID } from "./gaps.ts";
import { type Moto, SERVICES } from "./moto.ts";
import type { Stack } from "./stacks.ts";
import { must, required, schemaOf, WORK } from "./terraform.ts";
import { KINDS } from "./types.ts";

/** What a plan would do to one resource. */
export interface Change {
  /** The resource's name in the graph. */
  readonly name: string;
  /** Terraform's type. */
  readonly type: string;
  readonly action: "create" | "update" | "replace" | "delete";
  /** The properties that differ; of a replacement, those that force it. */
  readonly properties: readonly string[];
}

/** A stack in the hands of the provider. */
export interface Applied {
  /** Writes the program's words down; how many resources they are. */
  readonly write: (stack: Stack) => Promise<number>;
  /** Makes what is written. */
  readonly apply: () => Promise<void>;
  /** What would have to change; with `refresh` everything is read back first. */
  readonly plan: (refresh: boolean) => Promise<readonly Change[]>;
  /** Takes everything away; how many resources are left in the state. */
  readonly destroy: () => Promise<number>;
}

const PARALLEL = ["-input=false", "-parallelism=20"];

/** Whether a resource is left to others. */
export const isLeftOut = ({ type }: Registered): boolean => type in LEFT_OUT;

/** A folder for a stack, and the provider in it, which speaks with moto. */
export function appliedTo(found: Terraform, moto: Moto): Applied {
  const folder = join(WORK, "apply");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "archive.zip"), EMPTY_ARCHIVE);
  const names = new Map<string, string>();
  const run = (...flags: readonly string[]): Promise<string> => must(found, folder, ...flags);
  return {
    write: async (stack) => {
      for (const one of stack.resources) names.set(addressOf(one), one.name);
      const { resource, problems } = bridge(stack, await schemaOf(found), { judged: false, absent: isLeftOut });
      if (problems.length > 0) throw new Error(problems.map(({ text }) => text).join("\n"));
      const document = {
        terraform: required(found),
        provider: provider(stack.region, moto),
        resource: known(resource, found),
      };
      writeFileSync(join(folder, "main.tf.json"), JSON.stringify(document, null, 1));
      await run("init", "-input=false");
      return Object.values(resource).reduce((sum, all) => sum + Object.keys(all).length, 0);
    },
    apply: async () => void (await run("apply", "-auto-approve", "-refresh=false", ...PARALLEL)),
    plan: async (refresh) => {
      await run("plan", `-refresh=${refresh}`, "-out=plan", ...PARALLEL);
      return changes(await run("show", "-json", "plan"), names);
    },
    destroy: async () => {
      await run("destroy", "-auto-approve", "-refresh=false", ...PARALLEL);
      return (await run("state", "list")).split("\n").filter(Boolean).length;
    },
  };
}

/** A zip file without entries. */
const EMPTY_ARCHIVE = Buffer.from(`504b0506${"00".repeat(18)}`, "hex");

const provider = (region: string, { url }: Moto): object => ({
  aws: {
    region,
    access_key: "x",
    secret_key: "y",
    skip_credentials_validation: true,
    skip_metadata_api_check: true,
    s3_use_path_style: true,
    max_retries: 2,
    endpoints: [Object.fromEntries(SERVICES.map((service) => [service, url]))],
  },
});

/** The resources as this provider and moto can have them. */
function known(resource: Bridged["resource"], { version }: Terraform): Bridged["resource"] {
  const types = Object.entries(resource).map(([type, all]) => {
    const bodies = Object.entries(all).map(([id, body]) => [
      id,
      { ...said(type, body, version), ...overlooked(type, body) },
    ]);
    return [type, Object.fromEntries(bodies)];
  });
  return Object.fromEntries(types) as Bridged["resource"];
}

/** What is said of a resource, with what the provider knows in the place of what it does not know yet. */
function said(type: string, body: Body, version: string): Body {
  const excuses = excusesFor(version).filter((one) => KINDS[one.type]?.terraform === type);
  const words = Object.entries(body).flatMap(([key, value]): [string, Data][] => {
    if (UNSAID[type]?.includes(key)) return [];
    const excuse = excuses.find((one) => one.property === key && one.value === value);
    return [[key, excuse ? excuse.instead : value]];
  });
  return Object.fromEntries(words);
}

/** What is not looked at again: what the program leaves to others, and what moto forgets. */
function overlooked(type: string, { lifecycle }: Body): Body {
  const forgotten = FORGOTTEN[type] ?? [];
  const { ignore_changes: own = [] } = (lifecycle ?? {}) as { readonly ignore_changes?: readonly string[] };
  return own.length + forgotten.length === 0 ? {} : { lifecycle: { ignore_changes: [...own, ...forgotten] } };
}

type Body = Bridged["resource"][string][string];

interface Planned {
  readonly address: string;
  readonly type: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Readonly<Record<string, unknown>> | null;
    readonly after: Readonly<Record<string, unknown>> | null;
    readonly after_unknown: Readonly<Record<string, unknown>>;
    readonly replace_paths?: readonly (readonly (string | number)[])[];
  };
}

function changes(shown: string, names: ReadonlyMap<string, string>): readonly Change[] {
  const { resource_changes: all = [] } = JSON.parse(shown) as { resource_changes?: readonly Planned[] };
  return all.flatMap(({ address, type, change }): Change[] => {
    const [first = "", second] = change.actions;
    if (first === "no-op" || first === "read") return [];
    const action = second === undefined ? (first as Change["action"]) : "replace";
    return [{ name: names.get(address) ?? address, type, action, properties: differing(change) }];
  });
}

function differing({
  before,
  after,
  after_unknown: unknown,
  replace_paths: forcing,
}: Planned["change"]): readonly string[] {
  if (forcing) return [...new Set(forcing.map(([key]) => String(key)))];
  if (!before || !after) return [];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.filter((key) => unknown[key] === true || JSON.stringify(before[key]) !== JSON.stringify(after[key]));
}
