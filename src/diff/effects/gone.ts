// What goes with a resource that is deleted, or deleted to be made anew.
import type { Effect } from "#schema/change.ts";
import type { Graph, Resource } from "#schema/graph.ts";
import { bare } from "#schema/value.ts";
import { aws } from "./rule.ts";

/** What is gone, and who says so. */
export interface Loss {
  readonly effects: readonly Effect[];
  readonly text: string;
  readonly source: string;
}

const DATA: readonly Effect[] = ["data-loss"];
const SERVING: readonly Effect[] = ["downtime"];

const LOSSES: Readonly<Record<string, Loss>> = {
  "aws:rds/instance:Instance": {
    effects: ["downtime", "data-loss"],
    text: "The database is deleted, with its automated backups; its final snapshot is what remains.",
    source: aws("AmazonRDS/latest/UserGuide/USER_DeleteInstance.html"),
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    effects: ["downtime", "data-loss"],
    text: "The cache is deleted with all its keys; no snapshot is taken.",
    source: aws("AmazonElastiCache/latest/APIReference/API_DeleteReplicationGroup.html"),
  },
  "aws:s3/bucket:Bucket": {
    effects: DATA,
    text: "The bucket is to be deleted with what it holds. S3 deletes none that is not empty: the update stops here until somebody has emptied it.",
    source: aws("AmazonS3/latest/API/API_DeleteBucket.html"),
  },
  "aws:ecr/repository:Repository": {
    effects: DATA,
    text: "The images of all releases go with their repository, and with them the way back. ECR deletes none that holds images: the update stops here until somebody has emptied it.",
    source: aws("AmazonECR/latest/APIReference/API_DeleteRepository.html"),
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    effects: DATA,
    text: "All logs in the group are deleted for good.",
    source: aws("AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html"),
  },
  "aws:ecs/service:Service": {
    effects: SERVING,
    text: "The service's tasks are stopped.",
    source: aws("AmazonECS/latest/APIReference/API_DeleteService.html"),
  },
  "aws:ecs/cluster:Cluster": {
    effects: SERVING,
    text: "The services and tasks of the cluster go with it.",
    source: aws("AmazonECS/latest/APIReference/API_DeleteCluster.html"),
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    effects: SERVING,
    text: "Nobody reaches the services through this load balancer any more, and its DNS name is never given again.",
    source: aws("elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html"),
  },
  "aws:lb/listener:Listener": {
    effects: SERVING,
    text: "The load balancer stops to listen on this port.",
    source: aws("elasticloadbalancing/latest/APIReference/API_DeleteListener.html"),
  },
  "aws:lb/listenerRule:ListenerRule": {
    effects: SERVING,
    text: "Requests that this rule took go to the default service, or are answered 404.",
    source: aws("elasticloadbalancing/latest/APIReference/API_DeleteRule.html"),
  },
  "aws:lb/listenerCertificate:ListenerCertificate": {
    effects: SERVING,
    text: "Clients of this certificate's host names are shown another one, and refuse it.",
    source: aws("elasticloadbalancing/latest/APIReference/API_RemoveListenerCertificates.html"),
  },
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": {
    effects: SERVING,
    text: "The private names of the services are gone: who calls one finds nobody.",
    source: aws("cloud-map/latest/api/API_DeleteNamespace.html"),
  },
  "aws:servicediscovery/service:Service": {
    effects: SERVING,
    text: "The service's private name is gone: who calls it finds nobody.",
    source: aws("cloud-map/latest/api/API_DeleteService.html"),
  },
  "aws:ec2/eip:Eip": {
    effects: [],
    text: "This public address is given back for good: whoever lets it in by name (a partner's allow-list) has to be told the one that is used instead.",
    source: aws("vpc/latest/userguide/WorkWithEIPs.html"),
  },
  "aws:ec2/natGateway:NatGateway": {
    effects: [],
    text: "Connections that still go through this gateway break, and are made anew through the one that is left.",
    source: aws("AWSEC2/latest/APIReference/API_DeleteNatGateway.html"),
  },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    effects: [],
    text: "GitHub's jobs can't log in to this account any more, those of other repositories among them.",
    source: aws("IAM/latest/APIReference/API_DeleteOpenIDConnectProvider.html"),
  },
  "aws:sqs/queue:Queue": {
    effects: [],
    text: "Messages that are still in the queue go with it.",
    source: aws("AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html"),
  },
};

/** What goes with a resource, if anything that anyone would miss. */
export function lossOf(resource: Resource, graph: Graph): Loss | undefined {
  if (resource.type === "aws:secretsmanager/secret:Secret") return secretLoss(resource, graph);
  return LOSSES[resource.type];
}

/** A value that people put in is lost; one that the program composes is composed anew. */
function secretLoss({ key }: Resource, graph: Graph): Loss | undefined {
  if (!isPutInByHand(key, graph)) return undefined;
  return {
    effects: DATA,
    text: "The secret's value goes with it; until its recovery window is over, `aws secretsmanager restore-secret` brings it back.",
    source: aws("secretsmanager/latest/APIReference/API_DeleteSecret.html"),
  };
}

/** Whether people give a secret its value: the program's own is a beginning that it never sets again. */
export function isPutInByHand(key: string, { resources }: Graph): boolean {
  return resources.some(({ properties, options }) => {
    const secret = bare(properties["secretId"] ?? null);
    const isOf = typeof secret === "object" && secret !== null && "to" in secret && secret.to === key;
    return isOf && (options.ignoreChanges ?? []).includes("secretString");
  });
}
