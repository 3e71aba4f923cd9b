// Security group rules, a resource each: the way out of one group, and the way into another. Descriptions are of letters,
// digits, spaces and ._-:/()#,@[]+=&;{}!$* alone: AWS takes no apostrophe.
import type { Resource } from "#schema/graph.ts";
import type { Path } from "#schema/path.ts";
import { ref, type Value, type ValueMap } from "#schema/value.ts";
import { resource } from "./scope.ts";

/** The module of groups and rules. */
export const MODULE = "security";

const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

/** A rule of the group `<to>-security` for what comes in from addresses that no group of ours has: `{ cidrIpv4 }`. */
export const inward = (
  key: string,
  because: Path,
  to: string,
  source: ValueMap,
  port: Value,
  description: string,
): Resource => resource(`${key}-ingress`, INGRESS, MODULE, because, toAddresses(to, source, port, description));

/** A rule of the group `<from>-security` for what goes out to such addresses: `{ cidrIpv4 }` or `{ prefixListId }`. */
export const outward = (
  key: string,
  because: Path,
  from: string,
  target: ValueMap,
  port: Value,
  description: string,
): Resource => resource(`${key}-egress`, EGRESS, MODULE, because, toAddresses(from, target, port, description));

/** The two rules of one way: out of the one group, into the other. */
export function between(
  because: Path,
  from: string,
  to: string,
  port: Value,
  description: string,
): readonly [Resource, Resource] {
  const key = `${from}-to-${to}`;
  return [
    resource(`${key}-egress`, EGRESS, MODULE, because, toGroup(from, to, port, description)),
    resource(`${key}-ingress`, INGRESS, MODULE, because, toGroup(to, from, port, description)),
  ];
}

const group = (subject: string): Value => ref(`${subject}-security`, "id");

const toAddresses = (own: string, addresses: ValueMap, port: Value, description: string): ValueMap => ({
  securityGroupId: group(own),
  ...addresses,
  ipProtocol: "tcp",
  fromPort: port,
  toPort: port,
  description,
});

/** Most rules are such: their words in one literal, because V8 takes four times as long to put spreads together. */
const toGroup = (own: string, other: string, port: Value, description: string): ValueMap => ({
  securityGroupId: group(own),
  referencedSecurityGroupId: group(other),
  ipProtocol: "tcp",
  fromPort: port,
  toPort: port,
  description,
});
