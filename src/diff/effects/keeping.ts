// What keeps data for later (logs, images, secrets, files): what is gone for good after a change.
import { aws, isLess, type Rule } from "./rule.ts";

const days = (value: unknown): string => (value === 0 || value === undefined ? "for ever" : `${String(value)} days`);

/** The first that fits counts. */
export const KEEPING: readonly Rule[] = [
  {
    type: "aws:cloudwatch/logGroup:LogGroup",
    property: "retentionInDays",
    when: isLess,
    effects: ["data-loss"],
    text: ({ leaf }) =>
      `Logs are kept ${days(leaf.to)} instead of ${days(leaf.from)}: what is older is deleted within about three days.`,
    source: aws("AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html"),
  },
  {
    type: "aws:ecr/lifecyclePolicy:LifecyclePolicy",
    property: "policy",
    effects: [],
    text: () =>
      "Images that the new rules don't keep are deleted within a day; a release that runs is not stopped by it.",
    source: aws("AmazonECR/latest/userguide/LifecyclePolicies.html"),
  },
  {
    type: "aws:secretsmanager/secret:Secret",
    property: "recoveryWindowInDays",
    effects: [],
    text: ({ leaf }) => `Once deleted, the secret can be fetched back for ${String(leaf.to)} days.`,
    source: aws("secretsmanager/latest/APIReference/API_DeleteSecret.html"),
  },
];
