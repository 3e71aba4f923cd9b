// What is about a whole environment: the region and the account that it is in, and the tags of everything.
import type { Note, SpecChange } from "#schema/change.ts";
import type { Environment, Model } from "#schema/model.ts";
import { originOf } from "#schema/origin.ts";
import type { Path } from "#schema/path.ts";
import { related } from "./cause.ts";

/** How an environment as a whole changes. */
export interface Move {
  /** Every resource is made anew elsewhere: by the property that says where, and the spec paths. */
  readonly anew: { readonly property: "region" | "account"; readonly paths: readonly Path[] } | undefined;
  /** Every resource gets other tags. */
  readonly tags: readonly Path[];
  readonly notes: readonly Note[];
}

const STATE = "https://www.pulumi.com/docs/iac/concepts/state-and-backends/";
const REGIONS = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support";

/** Types that no region has: changing it leaves them alone. */
const GLOBAL = /^(aws:iam\/|random:)/;

/** Whether a move makes a resource of this type anew. */
export const isMoved = ({ anew }: Move, type: string): boolean =>
  anew !== undefined && !type.startsWith("random:") && (anew.property === "account" || !GLOBAL.test(type));

/** Types that have no tags. */
const UNTAGGED = new Set([
  "aws:appautoscaling/policy:Policy",
  "aws:ec2/route:Route",
  "aws:ec2/routeTableAssociation:RouteTableAssociation",
  "aws:ecr/lifecyclePolicy:LifecyclePolicy",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  "aws:lambda/permission:Permission",
  "aws:lb/listenerCertificate:ListenerCertificate",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketVersioning:BucketVersioning",
  "aws:scheduler/schedule:Schedule",
  "aws:secretsmanager/secretVersion:SecretVersion",
  "aws:sns/topicSubscription:TopicSubscription",
  "aws:sqs/queuePolicy:QueuePolicy",
  "random:index/randomPassword:RandomPassword",
]);

/** Whether resources of a type carry the stack's tags. */
export const isTagged = (type: string): boolean => !UNTAGGED.has(type);

/** What is said of the whole environment, where it is on both sides. */
export function moveOf(
  [baseModel, base]: readonly [Model, Environment],
  [headModel, head]: readonly [Model, Environment],
  spec: readonly SpecChange[],
): Move {
  const at = (path: Path): readonly Path[] => related([originOf(head, path), originOf(base, path)], spec);
  const project = baseModel.project === headModel.project ? [] : at(["project"]);
  const own = JSON.stringify(base.tags) === JSON.stringify(head.tags) ? [] : at(["tags"]);
  const account = base.account !== undefined && head.account !== undefined && base.account !== head.account;
  const region = base.region !== head.region;
  const accounts = account ? related([["environments", head.name, "account"]], spec) : [];
  return {
    anew: account
      ? { property: "account", paths: accounts }
      : region
        ? { property: "region", paths: at(["region"]) }
        : undefined,
    tags: [...project, ...own],
    notes: [
      ...(account ? [elsewhere(`the account ${String(head.account)}`, STATE)] : []),
      ...(region && !account ? [elsewhere(head.region, REGIONS)] : []),
      ...(project.length > 0 ? [renamed(baseModel.project, headModel.project)] : []),
    ],
  };
}

const elsewhere = (place: string, source: string): Note => ({
  text: `Everything is made anew in ${place}, and nothing moves there: no row, no object, no secret, no image, no log. The safe way is a new environment beside this one, the data copied over, and this one taken down by hand at last.`,
  source,
});

const renamed = (from: string, to: string): Note => ({
  text: `Pulumi's project is renamed too. Without \`pulumi stack rename ORGANIZATION/${to}/STACK\` the new program begins a new stack, beside which everything of ${from} goes on and is billed; with it, what is listed here happens. Names in AWS are made from the project's, and most can't be changed.`,
  source: "https://www.pulumi.com/docs/iac/cli/commands/pulumi_stack_rename/",
});

/** What is said of an environment that the spec no longer has. */
export const REMOVED: Note = {
  text: "No pipeline takes a removed environment down: its resources stay, and are billed, until somebody runs `pulumi destroy` on its stack. Listed is what that deletes.",
  source: "https://www.pulumi.com/docs/iac/cli/commands/pulumi_destroy/",
};
