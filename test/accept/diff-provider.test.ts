// The table of replacements against the provider that Pulumi bridges: it is asked about every property of every type.
// Where Terraform and the provider are not found, that is said loudly.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { replaces } from "#schema/replacement.ts";
import { type Probe, probesOf, stateOf } from "./diff/probes.ts";
import { announce, findTerraform, type Terraform } from "./provider/found.ts";
import type { Schema } from "./provider/bridge.ts";
import { allStacks } from "./provider/stacks.ts";
import { must, schemaOf, terraform, WORK } from "./provider/terraform.ts";

const WAIT = 180_000;
const FOLDER = join(WORK, "replacement");
const PROVIDER = 'provider["registry.terraform.io/hashicorp/aws"]';

/** Terraform's name of a probe's resource. */
const idOf = ({ property }: Probe): string => `p_${property}`;

/** A configuration and a state for all probes at once. */
function layOut(found: Terraform, schema: Schema, probes: readonly Probe[]): void {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const resource: Record<string, Record<string, unknown>> = {};
  for (const probe of probes) (resource[probe.kind] ??= {})[idOf(probe)] = probe.after;
  const provider = {
    region: "us-west-2",
    access_key: "x",
    secret_key: "y",
    skip_credentials_validation: true,
    skip_requesting_account_id: true,
    skip_metadata_api_check: true,
    skip_region_validation: true,
  };
  const required = { required_providers: { aws: { source: "hashicorp/aws", version: found.version } } };
  writeFileSync(
    join(FOLDER, "main.tf.json"),
    JSON.stringify({ terraform: required, provider: { aws: provider }, resource }, null, 1),
  );
  writeFileSync(join(FOLDER, "archive.zip"), "x");
  const resources = probes.map((probe) => {
    const known = schema[probe.kind] as { readonly version?: number; readonly block: Schema[string]["block"] };
    const attributes = { ...stateOf(known.block, probe.before), id: "an-id" };
    const instances = [{ schema_version: known.version ?? 0, attributes, sensitive_attributes: [] }];
    return { mode: "managed", type: probe.kind, name: idOf(probe), provider: PROVIDER, instances };
  });
  const state = { version: 4, terraform_version: "1.0.0", serial: 1, lineage: "probe", outputs: {}, resources };
  writeFileSync(join(FOLDER, "terraform.tfstate"), JSON.stringify(state));
}

interface Planned {
  readonly address: string;
  readonly change: { readonly replace_paths?: readonly (readonly unknown[])[] };
}

test(
  "agrees with the provider about every property",
  async () => {
    const found = findTerraform();
    if (typeof found === "string") {
      announce("the provider's answers to every change of a property", found);
      return;
    }
    const schema = await schemaOf(found);
    const probes = probesOf(allStacks(), schema);
    layOut(found, schema, probes);
    await must(found, FOLDER, "init", "-input=false");
    const { status, out, err } = await terraform(
      found,
      FOLDER,
      "plan",
      "-refresh=false",
      "-input=false",
      "-no-color",
      "-out",
      "plan",
    );
    expect(status, (out + err).match(/Error:[^]*/)?.[0].slice(0, 4000)).toBe(0);
    const plan = JSON.parse(await must(found, FOLDER, "show", "-json", "plan")) as {
      resource_changes: readonly Planned[];
    };
    const planned = new Map(plan.resource_changes.map((one) => [one.address, one]));
    const answers = probes.map((probe) => {
      const paths = planned.get(`${probe.kind}.${idOf(probe)}`)?.change.replace_paths ?? [];
      // Other paths are of attributes that the made-up state does not know.
      const provider = paths.some(([first]) => first === probe.attribute) ? "yes" : "no";
      return { place: `${probe.type} ${probe.property}`, provider, probe };
    });
    const wrong = answers.filter(({ place, provider, probe }) => ours(probe) !== provider && !DIFFERS.has(place));
    console.log(`terraform ${found.version}: asked about ${probes.length} properties`);
    expect(wrong.map(({ place, provider, probe }) => `${place}: ${provider}, and we say ${ours(probe)}`)).toEqual([]);
    expect(probes.length).toBeGreaterThan(250);
  },
  WAIT,
);

const ours = ({ type, property }: Probe): string => replaces(type, property).replaces;

/** Where the probe asks about one thing inside, and the table answers for the rest. */
const DIFFERS = new Set(["aws:servicediscovery/service:Service dnsConfig"]);
