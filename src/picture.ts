// Picture: a graph becomes what a reviewer would draw of it. There is no second description of the resources: whatever
// stands here was read from the graph.
import type { Graph } from "#schema/graph.ts";
import { byText } from "#schema/order.ts";
import type { Picture, PictureZone, Tier } from "#schema/picture.ts";
import { boxesOf, nameOf } from "./picture/boxes.ts";
import { flowsOf } from "./picture/flows.ts";
import { byKey, ofType, property, textOf } from "./picture/read.ts";

/** The picture of one environment. */
export function picture(graph: Graph): Picture {
  const boxes = boxesOf(graph);
  return {
    environment: graph.environment,
    name: nameOf(graph),
    region: regionOf(graph),
    block: textOf(property(byKey(graph, "vpc"), "cidrBlock"), ""),
    zones: zonesOf(graph),
    boxes,
    flows: flowsOf(graph, boxes),
  };
}

/** The region as S3's endpoint names it: `com.amazonaws.eu-west-1.s3`. */
function regionOf(graph: Graph): string {
  const names = ofType(graph, "aws:ec2/vpcEndpoint:VpcEndpoint").map((one) => textOf(property(one, "serviceName"), ""));
  return names[0]?.split(".")[2] ?? "";
}

function zonesOf(graph: Graph): readonly PictureZone[] {
  const subnets = ofType(graph, "aws:ec2/subnet:Subnet");
  const letters = new Set(subnets.map(({ key }) => key.replace(/^.*-/, "")));
  const block = (tier: Tier, letter: string): string | undefined => {
    const subnet = byKey(graph, `subnet-${tier}-${letter}`);
    return subnet && textOf(property(subnet, "cidrBlock"), "");
  };
  return [...letters].sort(byText).map((letter) => ({
    letter,
    blocks: {
      public: block("public", letter),
      private: block("private", letter),
      database: block("database", letter),
    },
  }));
}
