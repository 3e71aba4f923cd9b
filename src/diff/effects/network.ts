// The network: what users notice when its parts change.
import { aws, type Rule } from "./rule.ts";

const NAT = "aws:ec2/natGateway:NatGateway";

const nat = (property: string): Rule => ({
  type: NAT,
  property,
  effects: ["downtime"],
  text: () =>
    "A NAT gateway does not move: the old one is taken away first, because its address can't be in two, and until the new one is there its zone has no way out.",
  source: aws("AWSEC2/latest/APIReference/API_CreateNatGateway.html"),
});

/** The first that fits counts. */
export const NETWORK: readonly Rule[] = [
  {
    type: "aws:ec2/vpc:Vpc",
    property: "cidrBlock",
    effects: ["downtime"],
    text: ({ leaf }) =>
      `A VPC keeps its first block (${String(leaf.from)} → ${String(leaf.to)}): another one is another network, and everything in it has to be made anew.`,
    source: aws("vpc/latest/userguide/vpc-cidr-blocks.html"),
  },
  {
    type: "aws:ec2/subnet:Subnet",
    property: "cidrBlock",
    effects: [],
    text: ({ leaf }) =>
      `A subnet keeps its block (${String(leaf.from)} → ${String(leaf.to)}): a new one is made, what stands in the old one moves over, and only then can the old one be deleted.`,
    source: aws("vpc/latest/userguide/subnet-sizing.html"),
  },
  ...["subnetId", "allocationId", "connectivityType"].map(nat),
  {
    type: "aws:ec2/route:Route",
    property: "natGatewayId",
    effects: [],
    text: () =>
      "Open connections to the outside break once and are made anew through the other gateway, from another public address.",
    source: aws("vpc/latest/userguide/nat-gateway-basics.html"),
  },
];
