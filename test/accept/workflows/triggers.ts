// What can start a workflow, and which of its jobs then run.
import type { Job, Workflow } from "../../laws/github/workflow.ts";
import { type Contexts, permits } from "./expressions.ts";

/** The repository that the workflows are in. */
export interface Home {
  readonly owner: string;
  readonly repository: string;
  readonly branch: string;
}

/** Something that happens to a repository. */
export interface Trigger {
  readonly name: string;
  readonly event: "push" | "pull_request" | "workflow_dispatch";
  readonly ref: string;
  /** The repository whose branch a pull request brings. */
  readonly from?: string;
}

/** Everything that can start a workflow, by whom a token could be asked for. */
export function triggersOf({ owner, repository, branch }: Home): readonly Trigger[] {
  return [
    { name: "a push to the delivered branch", event: "push", ref: `refs/heads/${branch}` },
    { name: "a push to another branch", event: "push", ref: "refs/heads/feature" },
    { name: "a pushed tag of the branch's name", event: "push", ref: `refs/tags/${branch}` },
    { name: "a start by hand on the delivered branch", event: "workflow_dispatch", ref: `refs/heads/${branch}` },
    { name: "a start by hand on another branch", event: "workflow_dispatch", ref: "refs/heads/feature" },
    { name: "a pull request", event: "pull_request", ref: "refs/pull/7/merge", from: `${owner}/${repository}` },
    {
      name: "a pull request of a fork",
      event: "pull_request",
      ref: "refs/pull/7/merge",
      from: `stranger/${repository}`,
    },
  ];
}

/** Signs that are escaped in a pattern of branches. */
const plain = (pattern: string): string => pattern.replace(/\\(.)/g, "$1");

/** Whether the workflow starts at all. */
export function starts({ on }: Workflow, { event, ref }: Trigger, home: Home): boolean {
  if (!(event in on)) return false;
  const branches = on[event]?.branches?.map(plain);
  if (event === "push") return branches === undefined || branches.some((branch) => ref === `refs/heads/${branch}`);
  return branches === undefined || branches.includes(home.branch);
}

/** The `github` context of a run. */
export function githubOf({ event, ref, from }: Trigger, { owner, repository }: Home): Contexts {
  return {
    event_name: event,
    ref,
    sha: "c0ffee0000000000000000000000000000000000",
    repository: `${owner}/${repository}`,
    token: "of this run",
    event:
      event === "pull_request"
        ? { pull_request: { number: 7, base: { sha: "ba5e" }, head: { repo: { full_name: from } } } }
        : {},
  };
}

/** The jobs that run where none fails, with their names. */
export function jobsThatRun(workflow: Workflow, trigger: Trigger, home: Home): readonly (readonly [string, Job])[] {
  if (!starts(workflow, trigger, home)) return [];
  const ran = new Set<string>();
  return Object.entries(workflow.jobs).filter(([name, job]) => {
    const isReady = [job.needs ?? []].flat().every((before) => ran.has(before));
    const status = { success: isReady, failure: false };
    if (!permits(job.if, { github: githubOf(trigger, home) }, status)) return false;
    ran.add(name);
    return true;
  });
}
