// Services, their load balancer and their ways: what users notice of a change.
import { plain } from "../leaves.ts";
import { aws, isLess, type Case, type Rule, shift, shown } from "./rule.ts";

const SERVICE = "aws:ecs/service:Service";
const TARGETS = "aws:lb/targetGroup:TargetGroup";
const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const ECS = aws("AmazonECS/latest/APIReference/API_UpdateService.html");
const ELB = "elasticloadbalancing/latest/application";

/** A service that is made anew has no release yet. */
const service = (property: string): Rule => ({
  type: SERVICE,
  property,
  effects: ["downtime"],
  text: () =>
    "A service of another name, cluster or launch type is another service. The old one is deleted, and the new one runs nothing until the pipeline has released to it.",
  source: aws("AWSCloudFormation/latest/UserGuide/aws-resource-ecs-service.html"),
});

/** A group of targets that is made anew is empty. */
const targets = (property: string): Rule => ({
  type: TARGETS,
  property,
  effects: ["downtime"],
  text: (one) =>
    `A target group's ${property} is fixed${shift(one)}: the listener is turned to a new, empty group, and answers 503 until new tasks have registered in it and are healthy.`,
  source: aws(`${ELB}/load-balancer-target-groups.html`),
});

const balancer = (property: string): Rule => ({
  type: BALANCER,
  property,
  effects: ["downtime"],
  text: () =>
    "A new load balancer has another DNS name: records that point at the old one have to follow, and until they do, and their TTL is over, nobody gets through.",
  source: aws("AWSCloudFormation/latest/UserGuide/aws-resource-elasticloadbalancingv2-loadbalancer.html"),
});

const isOtherFamily = ({ base, head }: Case): boolean =>
  JSON.stringify(plain(base.properties["family"])) !== JSON.stringify(plain(head.properties["family"]));

/** The first that fits counts. */
export const SERVICES: readonly Rule[] = [
  {
    type: "aws:ecs/taskDefinition:TaskDefinition",
    property: "",
    when: isOtherFamily,
    effects: [],
    // As below: the revisions of the old family are kept too.
    replaces: "no",
    text: () =>
      "Another family is registered, whose first revision names no released image: it runs nothing until its pipeline has released. The revisions of the old family stay, and nothing uses them.",
    source: aws("AmazonECS/latest/developerguide/task_definition_parameters.html"),
  },
  {
    type: "aws:ecs/taskDefinition:TaskDefinition",
    property: "",
    effects: [],
    // Pulumi makes a new resource of it; revisions are kept (`skipDestroy`), so that nothing is replaced.
    replaces: "no",
    text: () =>
      "A new revision is registered. Where it runs as a service, new tasks start and are healthy before the old ones are stopped; tasks on a schedule take it the next time.",
    source: aws("AmazonECS/latest/developerguide/deployment-type-ecs.html"),
  },
  ...["name", "cluster", "launchType"].map(service),
  {
    type: SERVICE,
    property: "desiredCount",
    effects: [],
    text: (one) =>
      `${shown(one.leaf.from)} → ${shown(one.leaf.to)} tasks: ${isLess(one) ? "the others are drained and stopped" : "more are started"}.`,
    source: ECS,
  },
  {
    type: SERVICE,
    property: "networkConfiguration",
    effects: [],
    text: () => "New tasks are started with the new network before the old ones are stopped.",
    source: ECS,
  },
  {
    type: SERVICE,
    property: "loadBalancers",
    effects: [],
    text: () => "New tasks are started and registered before the old ones are stopped.",
    source: ECS,
  },
  ...["port", "protocol", "targetType", "vpcId"].map(targets),
  {
    type: TARGETS,
    property: "healthCheck",
    effects: [],
    text: (one) =>
      `The running release is checked anew at once${shift(one)}, before the next one is out: if it does not answer this, its tasks are replaced again and again. Release what answers both first.`,
    source: aws(`${ELB}/target-group-health-checks.html`),
  },
  ...["name", "internal", "loadBalancerType"].map(balancer),
  {
    type: BALANCER,
    property: "subnets",
    when: (one) => one.hasReplaced("aws:ec2/vpc:Vpc"),
    effects: ["downtime"],
    refused: true,
    text: () => "A load balancer does not leave its VPC: AWS refuses the new subnets, and the update stops here.",
    source: aws("elasticloadbalancing/latest/APIReference/API_SetSubnets.html"),
  },
  {
    type: BALANCER,
    property: "subnets",
    effects: [],
    text: () => "The load balancer takes up its new subnets and leaves the old ones while it serves.",
    source: aws("elasticloadbalancing/latest/APIReference/API_SetSubnets.html"),
  },
  {
    type: BALANCER,
    property: "enableDeletionProtection",
    when: ({ leaf }) => leaf.to !== true,
    effects: [],
    text: () => "AWS no longer refuses to delete the load balancer.",
    source: aws(`${ELB}/edit-load-balancer-attributes.html`),
  },
  {
    type: "aws:lb/listener:Listener",
    property: "certificateArn",
    effects: [],
    text: () => "The listener shows the new certificate from now on; open connections keep the old one.",
    source: aws("elasticloadbalancing/latest/APIReference/API_ModifyListener.html"),
  },
];
