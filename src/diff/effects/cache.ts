// Valkey on ElastiCache: what its users notice of a change.
import { plain } from "../leaves.ts";
import { aws, byVersion, type Case, type Rule } from "./rule.ts";

const GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";
const MODIFY = aws("AmazonElastiCache/latest/APIReference/API_ModifyReplicationGroup.html");
const VERSIONS = aws("AmazonElastiCache/latest/dg/VersionManagement-upgrade-considerations.html");
const PROVIDER =
  "https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/elasticache/replication_group.go";

const fails = ({ base, head }: Case): boolean =>
  plain(base.properties["automaticFailoverEnabled"]) === true &&
  plain(head.properties["automaticFailoverEnabled"]) === true;

/** Keys are not touched; connections are. */
const interrupted = (one: Case): string =>
  fails(one)
    ? "one failover of a few seconds, in which writes fail and connections are opened anew"
    : "the cache is out of reach for a while, because there is no replica to fail over to";

/** A cache that is made anew begins empty. */
const anew = (property: string, what: string, source = PROVIDER): Rule => ({
  type: GROUP,
  property,
  effects: ["downtime", "data-loss"],
  replaces: "yes",
  text: () =>
    `${what} is fixed when a cache is made: the old one is deleted first, and the new one begins empty. Until it is there, tens of minutes, the application has no cache; then it fills it again.`,
  source,
});

/** The first that fits counts. */
export const CACHE: readonly Rule[] = [
  {
    type: GROUP,
    property: "nodeType",
    effects: ["downtime"],
    text: (one) =>
      `ElastiCache makes nodes of the type ${String(one.leaf.to)}, copies the keys over, and moves the endpoint: ${interrupted(one)}. It waits for the maintenance window.`,
    source: aws("AmazonElastiCache/latest/dg/Scaling.RedisReplGrps.html"),
  },
  {
    ...anew("engineVersion", "A version is only ever raised; an older one", MODIFY),
    when: ({ leaf }) => byVersion(leaf.to, leaf.from) < 0,
  },
  {
    type: GROUP,
    property: "engineVersion",
    effects: ["downtime"],
    text: (one) =>
      `Valkey is upgraded to ${String(one.leaf.to)} in the maintenance window, keeping its keys as well as it can: ${interrupted(one)}. There is no way back.`,
    source: VERSIONS,
  },
  {
    type: GROUP,
    property: "numCacheClusters",
    effects: [],
    text: ({ leaf }) =>
      `${Number(leaf.to) > Number(leaf.from) ? "Replicas are added" : "Replicas are taken away"} (${String(leaf.from)} → ${String(leaf.to)} nodes) while the primary serves.`,
    source: aws("AmazonElastiCache/latest/dg/increase-decrease-replica-count.html"),
  },
  {
    type: GROUP,
    property: "engine",
    when: ({ leaf }) => leaf.from === "redis" && leaf.to === "valkey",
    effects: ["downtime"],
    replaces: "no",
    text: (one) => `ElastiCache upgrades Redis OSS to Valkey in place: ${interrupted(one)}.`,
    source: VERSIONS,
  },
  anew("engine", "The engine"),
  anew("replicationGroupId", "The group's name"),
  anew("port", "The port"),
  anew("subnetGroupName", "The subnet group"),
  anew("atRestEncryptionEnabled", "Encryption of what is stored"),
  {
    type: "aws:elasticache/subnetGroup:SubnetGroup",
    property: "subnetIds",
    when: (one) => one.hasReplaced("aws:ec2/subnet:Subnet"),
    effects: [],
    refused: true,
    text: () =>
      "ElastiCache takes no subnet out of the group while a node stands in it: the update stops here, until the cache was made anew.",
    source: aws("AmazonElastiCache/latest/APIReference/API_ModifyCacheSubnetGroup.html"),
  },
];
