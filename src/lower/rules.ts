// Security group rules, a resource each: the way out of one group, and the way into another.
import type { Resource } from "#schema/graph.ts";
import type { Path } from "#schema/path.ts";
import { ref, type Value, type ValueMap } from "#schema/value.ts";
import { resource } from "./scope.ts";

interface Rule {
  readonly because: Path;
  readonly port: Value;
  /** AWS takes letters, digits, spaces and ._-:/()#,@[]+=&;{}!$* and no apostrophe. */
  readonly description: string;
}

/** What may come in from addresses that no group of ours has: `{ cidrIpv4 }`. */
export interface Inward extends Rule {
  readonly key: string;
  readonly to: string;
  readonly source: ValueMap;
}

/** What may go out to such addresses: `{ cidrIpv4 }` or `{ prefixListId }`. */
export interface Outward extends Rule {
  readonly key: string;
  readonly from: string;
  readonly target: ValueMap;
}

/** A way from one group to another. */
export interface Between extends Rule {
  readonly from: string;
  readonly to: string;
}

/** A rule of the group `<to>-security` for what comes in. */
export const inward = (module: string, { key, because, to, source, port, description }: Inward): Resource =>
  resource(`${key}-ingress`, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", module, because, {
    securityGroupId: group(to),
    ...source,
    ...tcp(port),
    description,
  });

/** A rule of the group `<from>-security` for what goes out. */
export const outward = (module: string, { key, because, from, target, port, description }: Outward): Resource =>
  resource(`${key}-egress`, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", module, because, {
    securityGroupId: group(from),
    ...target,
    ...tcp(port),
    description,
  });

/** The two rules of one way: out of the one group, into the other. */
export function between(module: string, { from, to, ...rule }: Between): readonly [Resource, Resource] {
  const key = `${from}-to-${to}`;
  const target = { referencedSecurityGroupId: group(to) };
  const source = { referencedSecurityGroupId: group(from) };
  return [outward(module, { ...rule, key, from, target }), inward(module, { ...rule, key, to, source })];
}

const group = (subject: string): Value => ref(`${subject}-security`, "id");
const tcp = (port: Value): ValueMap => ({ ipProtocol: "tcp", fromPort: port, toPort: port });
