// Workflows as values, of several specs, for the laws that they keep.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Artifact } from "#schema/draft.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** What is awkward in a delivery: a service at the root, names that end like job names, a branch that is a pattern. */
export const AWKWARD = `
version: 1
project: edge
region: eu-central-1
database: {}
services:
  api: { path: ., port: 3000, expose: public, architecture: arm64, image: { prisma: true, maxSize: 150MB } }
  build: { framework: custom, architecture: arm64, image: { maxSize: 1GB } }
  deploy-staging: { framework: custom, deploy: false }
  a-b: { path: "services/c++" }
operations: { backup: { bucket: edge-backups }, migration: {} }
delivery: { github: { repository: o/r, branch: "release+1.x" } }
environments:
  build: { account: "111111111111", services: { api: { certificate: "arn:aws:acm:eu-central-1:111111111111:certificate/a" } } }
  staging-b: { account: "222222222222", region: eu-west-1, services: { api: { certificate: "arn:aws:acm:eu-west-1:222222222222:certificate/b" } } }
`;

/** The specs with a delivery, by name. */
export const specs: readonly (readonly [string, string])[] = [
  ["spec", readFileSync(join(ROOT, "spec/sage.yaml"), "utf8")],
  ["awkward", AWKWARD],
  ...readdirSync(join(ROOT, "test/golden"))
    .map((name): readonly [string, string] => [
      name,
      readFileSync(join(ROOT, "test/golden", name, "sage.yaml"), "utf8"),
    ])
    .filter(([, text]) => /^delivery:/m.test(text)),
];

export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly env?: Readonly<Record<string, string>>;
}
export interface Job {
  readonly name?: string;
  readonly needs?: string;
  readonly if?: string;
  readonly environment?: string;
  readonly "timeout-minutes"?: number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly steps: readonly Step[];
}
export interface Workflow {
  readonly path: string;
  readonly text: string;
  readonly name?: string;
  readonly on: Readonly<
    Record<string, { readonly paths?: readonly string[]; readonly branches?: readonly string[] } | null>
  >;
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** A workflow as GitHub reads it. */
export const read = (artifact: Artifact): Workflow => ({
  ...(parse(artifact.text) as Workflow),
  path: artifact.path,
  text: artifact.text,
});
/** Every job, with its workflow and name. */
export const jobsOf = (workflows: readonly Workflow[]): readonly (readonly [string, Job])[] =>
  workflows.flatMap(({ path, jobs }) => Object.entries(jobs).map(([id, job]) => [`${path} ${id}`, job] as const));
/** The action of a step, without its commit. */
export const actionOf = (step: Step): string => step.uses?.split("@")[0] ?? "";
