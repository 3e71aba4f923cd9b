// Runs Terraform with the provider that was found, in a folder of its own, and reads what it answers.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { addressOf, bridge, JUDGED, type Schema } from "./bridge.ts";
import type { Terraform } from "./found.ts";
import type { Stack } from "./stacks.ts";

/** Where Terraform works. */
export const WORK = join(import.meta.dirname, "../../../build/accept/provider");

/** The exit status and the output of one command. */
export interface Answer {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs Terraform in a folder; it asks no registry. */
export async function terraform(found: Terraform, folder: string, ...flags: readonly string[]): Promise<Answer> {
  mkdirSync(folder, { recursive: true });
  const config = join(folder, "terraform.rc");
  const mirror = `filesystem_mirror { path = ${JSON.stringify(found.plugins)} }`;
  writeFileSync(config, `provider_installation {\n  ${mirror}\n}\n`);
  const child = spawn("terraform", flags, {
    cwd: folder,
    env: {
      ...process.env,
      TF_CLI_CONFIG_FILE: config,
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      TF_CLI_ARGS: "-no-color",
      AWS_EC2_METADATA_DISABLED: "true",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number>((done) => child.on("close", (code) => done(code ?? 1)));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: await ended, out, err };
}

/** The same, of a command that must not fail. */
export async function must(found: Terraform, folder: string, ...flags: readonly string[]): Promise<string> {
  const { status, out, err } = await terraform(found, folder, ...flags);
  if (status !== 0) throw new Error(`terraform ${flags.join(" ")} failed:\n${out.slice(-2000)}\n${err}`);
  return out;
}

/** The `terraform` block of every document. */
export const required = ({ version }: Terraform): object => ({
  required_providers: { aws: { source: "hashicorp/aws", version } },
});

/** The provider's schema; it takes seconds to ask for, and is kept by version. Test files run side by side. */
export async function schemaOf(found: Terraform): Promise<Schema> {
  const kept = join(WORK, `schema-${found.version}.json`);
  if (!existsSync(kept)) {
    mkdirSync(WORK, { recursive: true });
    const folder = mkdtempSync(join(WORK, "schema-"));
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ terraform: required(found) }));
    await must(found, folder, "init", "-input=false");
    const told = JSON.parse(await must(found, folder, "providers", "schema", "-json")) as {
      provider_schemas: Record<string, { resource_schemas: Schema }>;
    };
    const [provider] = Object.values(told.provider_schemas);
    writeFileSync(join(folder, "schema.json"), JSON.stringify(provider?.resource_schemas));
    renameSync(join(folder, "schema.json"), kept);
    rmSync(folder, { recursive: true });
  }
  return JSON.parse(readFileSync(kept, "utf8")) as Schema;
}

/** What a judge has against a resource. */
export interface Complaint {
  readonly stack: string;
  /** The resource's name in the graph, where it is told. */
  readonly name: string;
  readonly text: string;
}

interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
  readonly range?: { readonly filename: string };
  readonly snippet?: { readonly context?: string };
}

/** Validates stacks, a module each, in one run: loading the provider is what takes the time. */
export async function validate(
  found: Terraform,
  name: string,
  stacks: readonly Stack[],
): Promise<readonly Complaint[]> {
  const schema = await schemaOf(found);
  const folder = join(WORK, name);
  rmSync(folder, { recursive: true, force: true });
  const complaints: Complaint[] = [];
  for (const stack of stacks) {
    const own = join(folder, stack.name);
    mkdirSync(own, { recursive: true });
    const { resource, problems } = bridge(stack, schema, JUDGED);
    complaints.push(...problems.map(({ name, text }) => ({ stack: stack.name, name, text })));
    writeFileSync(join(own, "main.tf.json"), JSON.stringify({ terraform: required(found), resource }, null, 1));
  }
  const module = Object.fromEntries(stacks.map((one) => [one.name, { source: `./${one.name}` }]));
  const provider = { aws: { region: "us-east-1", access_key: "x", secret_key: "y" } };
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ terraform: required(found), provider, module }));
  await must(found, folder, "init", "-input=false");
  const { out } = await terraform(found, folder, "validate", "-json");
  const { diagnostics } = JSON.parse(out) as { diagnostics: readonly Diagnostic[] };
  const names = new Map(stacks.flatMap(({ resources }) => resources.map((one) => [addressOf(one), one.name])));
  return [...complaints, ...diagnostics.map((one) => complaint(one, names))];
}

function complaint(
  { summary, detail, address, range, snippet }: Diagnostic,
  names: ReadonlyMap<string, string>,
): Complaint {
  const [place = ""] = /aws_\w+\.\w+/.exec(address ?? snippet?.context ?? "") ?? [];
  return {
    stack: range?.filename.split("/")[0] ?? "",
    name: names.get(place) ?? "",
    text: [summary, detail].filter(Boolean).join(": ").replaceAll(/\s+/g, " "),
  };
}
