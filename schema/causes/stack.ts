// Causes in pipelines and stacks: roles, locks, names, protection.
import type { Causes } from "../cause.ts";

const PULUMI = "https://www.pulumi.com/docs/support/troubleshooting/";

/** Sorted by code. */
export const STACK = {
  "delivery/role-refused": {
    summary: "AWS refuses the pipeline its role",
    signs: [
      {
        words: ["sts:AssumeRoleWithWebIdentity"],
        pattern: /[Nn]ot authorized to perform:? sts:AssumeRoleWithWebIdentity/,
      },
      { words: ["No OpenIDConnect provider found"], pattern: /No OpenIDConnect provider found in your account/ },
    ],
    follows: [],
    explanation: `The role trusts tokens of one repository and one GitHub environment. The token's subject is another one: the job names no
environment, the repository was renamed or moved, or it was made after July 2026 and its subject bears ids. Or the account has no provider.

  seen      Error: Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity
  mend      \`delivery.github.repository\`, \`ownerId\` and \`repositoryId\`, then \`pulumi up\` from a machine that may`,
    sources: [
      "https://github.com/aws-actions/configure-aws-credentials/issues/1293",
      "https://github.com/aws-actions/configure-aws-credentials/issues/318",
    ],
  },
  "secret/scheduled-for-deletion": {
    summary: "a secret of this name waits for its deletion",
    signs: [
      {
        words: ["is already scheduled for deletion"],
        pattern: /a secret with this name is already scheduled for deletion/,
      },
    ],
    follows: [],
    explanation: `A deleted secret keeps its name for a window of 7 to 30 days, so that it can be brought back. Until then no other one can take it.

  seen      InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion.
  mend      bring it back and import it into the stack, or delete it for good`,
    sources: [
      "https://github.com/udondan/cdk-ec2-key-pair/issues/2",
      "https://github.com/redpanda-data/console/issues/1835",
    ],
  },
  "stack/locked": {
    summary: "another update of the stack runs, or one was killed",
    signs: [
      { words: ["the stack is currently locked by"], pattern: /the stack is currently locked by \d{1,3} lock\(s\)/ },
      {
        words: ["Another update is currently in progress"],
        pattern: /\[409\] Conflict: Another update is currently in progress/,
      },
    ],
    follows: [],
    explanation: `One update of a stack runs at a time. One that was killed leaves its lock.

  seen      error: [409] Conflict: Another update is currently in progress.
  mend      wait for the other one; if there is none, \`pulumi cancel\`, then \`pulumi refresh\``,
    sources: [
      "https://github.com/pulumi/pulumi/issues/7096",
      "https://github.com/DefangLabs/defang/issues/385",
      PULUMI,
    ],
  },
  "stack/name-taken": {
    summary: "something of this name exists already, and the stack does not own it",
    signs: [
      {
        words: [
          "EntityAlreadyExists",
          "BucketAlreadyExists",
          "ResourceExistsException",
          "RepositoryAlreadyExistsException",
          "DBSnapshotAlreadyExists",
          "DBInstanceAlreadyExists",
          "ResourceAlreadyExistsException",
          "BucketAlreadyOwnedByYou",
        ],
        pattern:
          /\b(?<error>EntityAlreadyExists|BucketAlreadyExists|BucketAlreadyOwnedByYou|ResourceExistsException|ResourceAlreadyExistsException|RepositoryAlreadyExistsException|DBSnapshotAlreadyExists|DBInstanceAlreadyExists)(?:Fault|Exception)?\b/,
      },
    ],
    follows: [],
    explanation: `It was made by hand, by another stack, or by an earlier one whose state is gone. A final snapshot of a database that was destroyed
keeps its name too.

  seen      EntityAlreadyExists: Role with name shop-production-deploy already exists.
  mend      \`pulumi import\` where it is this one; else remove it, or rename project or environment; \`oidcProvider: existing\` for the provider`,
    sources: [
      "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
      "https://www.pulumi.com/docs/iac/adopting-pulumi/import/",
    ],
  },
  "stack/pending": {
    summary: "an update was broken off, and the stack does not know how it ended",
    signs: [
      {
        words: ["with pending operations"],
        pattern: /the current deployment has \d{1,4} resource\(s\) with pending operations/,
      },
      {
        words: ["pending operations from previous deployment"],
        pattern: /\d{1,4} pending operations from previous deployment/,
      },
      {
        words: ["interrupted while "],
        pattern: /\* (?<urn>urn:pulumi:\S{1,400}), interrupted while (?:creating|updating|deleting)/,
      },
    ],
    follows: ["stack/locked"],
    explanation: `Pulumi was killed while AWS still worked. A resource may be there that the stack does not know.

  seen      error: the current deployment has 1 resource(s) with pending operations: * urn:pulumi:…, interrupted while creating
  mend      \`pulumi refresh\`, and read what it asks about each`,
    sources: [
      "https://github.com/pulumi/pulumi/issues/1924",
      "https://github.com/DefangLabs/pulumi-defang/issues/33",
      PULUMI,
    ],
  },
  "stack/protected": {
    summary: "something that is protected would be deleted or replaced",
    signs: [
      {
        words: [
          "unable to delete resource",
          "as it is currently marked for protection",
          "refusing to delete protected resource",
        ],
        pattern:
          /unable to (?:delete|replace) resource "?(?<urn>urn:pulumi:[^"\s]{1,400})|currently marked for protection|refusing to delete protected resource/,
      },
      {
        words: ["Cannot delete protected DB Instance", "because deletion protection is enabled"],
        pattern: /Cannot delete protected DB Instance|cannot be deleted because deletion protection is enabled/,
      },
    ],
    follows: [],
    explanation: `\`protect: true\` keeps what holds data from being deleted or replaced, in Pulumi and in AWS. A change of the spec would replace it:
another name, engine, or subnet group.

  seen      error: Preview failed: unable to delete resource "urn:pulumi:…" as it is currently marked for protection.
  mend      take the change back; if it is meant, \`protect: false\` first, built and brought up, then the change`,
    sources: ["https://github.com/pulumi/pulumi/issues/8158", "https://github.com/pulumi/pulumi/pull/7055"],
  },
} as const satisfies Causes;
