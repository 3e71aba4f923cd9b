// Who reaches whom by the network, as the rules of the security groups say it.
import type { Graph, Resource } from "#schema/graph.ts";
import { plain } from "./leaves.ts";

const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

/** A line a rule: `the internet (0.0.0.0/0) → load-balancer: tcp 443`. */
export function ways({ resources }: Graph): readonly string[] {
  return resources.flatMap((one) => {
    if (one.type === INGRESS) return [`into ${subject(one, "securityGroupId")} from ${other(one)}: ${ports(one)}`];
    if (one.type === EGRESS) return [`out of ${subject(one, "securityGroupId")} to ${other(one)}: ${ports(one)}`];
    return [];
  });
}

const at = ({ properties }: Resource, property: string): string => {
  const value = plain(properties[property]);
  return value === undefined ? "" : String(value);
};

/** `<backend-security.id>` as `backend`. */
const subject = (one: Resource, property: string): string =>
  at(one, property).replace(/^<(.*?)(-security)?\.[^.>]*>$/, "$1");

function other(one: Resource): string {
  const cidr = at(one, "cidrIpv4");
  if (cidr !== "") return cidr === "0.0.0.0/0" ? "anywhere (0.0.0.0/0)" : cidr;
  const list = at(one, "prefixListId");
  if (list !== "") return `the addresses of ${subject(one, "prefixListId")}`;
  return subject(one, "referencedSecurityGroupId");
}

function ports(one: Resource): string {
  const [from, to] = [at(one, "fromPort"), at(one, "toPort")];
  return `${at(one, "ipProtocol")} ${from === to ? from : `${from}–${to}`}`;
}
