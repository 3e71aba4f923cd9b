// What the program says of security groups: every way that is open is one that the spec asks for.
import { describe, expect, test } from "vitest";
import type { Environment } from "#schema/model.ts";
import { modelOf, type Seen, seen, SPECS } from "./lowered.ts";

const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
/** What AWS takes in the description of a group or a rule: no apostrophe. */
const DESCRIPTION = /^[A-Za-z0-9 ._:/()#,@[\]+=&;{}!$*-]{1,255}$/;

const every = SPECS.flatMap(([spec, text]) =>
  modelOf(text).environments.map((environment) => ({
    spec,
    environment,
    name: environment.name,
    resources: [...seen(text, environment.name).values()],
  })),
);

const subject = (group: unknown): string => String(group).replace(/^<(.*)-security\.id>$/, "$1");

/** An egress rule as `backend > database 5432`. */
function ways(resources: readonly Seen[], type: string): readonly string[] {
  return resources
    .filter((one) => one.type === type)
    .map(
      ({
        properties: {
          securityGroupId,
          referencedSecurityGroupId,
          cidrIpv4,
          prefixListId,
          fromPort,
          toPort,
          ipProtocol,
        },
      }) => {
        expect(fromPort).toBe(toPort);
        expect(ipProtocol).toBe("tcp");
        const other = referencedSecurityGroupId ?? cidrIpv4 ?? prefixListId;
        const [from, to] = type === EGRESS ? [securityGroupId, other] : [other, securityGroupId];
        return `${subject(from)} > ${subject(to)} ${String(fromPort)}`;
      },
    )
    .toSorted();
}

/** The ways that an environment asks for, told apart from how they are lowered. */
function asked({ services, database, cache, backup, network }: Environment): readonly string[] {
  const open = services.flatMap(({ name, service, internet }) => [
    ...(service.expose === "public" ? [`load-balancer > ${name} ${String(service.port)}`] : []),
    ...(database && service.uses.database ? [`${name} > database 5432`] : []),
    ...(cache && service.uses.cache ? [`${name} > cache 6379`] : []),
    ...service.calls.map(
      (called) => `${name} > ${called} ${String(services.find((one) => one.name === called)?.service.port)}`,
    ),
    ...(internet
      ? [`${name} > 0.0.0.0/0 443`]
      : [`${name} > endpoints 443`, `${name} > <s3-endpoint.prefixListId> 443`]),
  ]);
  const out = network.interfaceEndpoints
    ? ["operations > endpoints 443", "operations > <s3-endpoint.prefixListId> 443"]
    : ["operations > 0.0.0.0/0 443"];
  return [...open, ...(backup ? ["operations > database 5432", ...out] : [])].toSorted();
}

describe.each(every)("the security groups of $spec, $name", ({ environment, resources }) => {
  test("let out what the spec asks for and nothing else", () => {
    expect(ways(resources, EGRESS)).toEqual(asked(environment));
  });

  test("let in what is let out elsewhere, and the world to the load balancer alone", () => {
    const out = ways(resources, EGRESS).filter((way) => !/0\.0\.0\.0|prefixListId/.test(way));
    const publics = environment.services.filter(({ service }) => service.expose === "public");
    const secure = publics.some(({ certificate }) => certificate !== undefined);
    const world =
      publics.length === 0
        ? []
        : ["0.0.0.0/0 > load-balancer 80", ...(secure ? ["0.0.0.0/0 > load-balancer 443"] : [])];
    // A service with a way out finds AWS behind the endpoints' private names, as every task of the VPC.
    const named = environment.network.interfaceEndpoints
      ? environment.services.filter(({ internet }) => internet).map(({ name }) => `${name} > endpoints 443`)
      : [];
    expect(ways(resources, INGRESS)).toEqual([...out, ...world, ...named].toSorted());
  });

  test("are described in words that AWS takes", () => {
    const described = resources.filter(({ type }) =>
      [INGRESS, EGRESS, "aws:ec2/securityGroup:SecurityGroup"].includes(type),
    );
    for (const { properties } of described) expect(properties["description"]).toMatch(DESCRIPTION);
  });

  test("hold no rule in themselves, where the provider would fight with the rules beside them", () => {
    for (const { type, properties } of resources) {
      if (type === "aws:ec2/securityGroup:SecurityGroup") expect(properties).not.toHaveProperty("ingress");
      if (type === "aws:ec2/securityGroup:SecurityGroup") expect(properties).not.toHaveProperty("egress");
      if (type === "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup")
        expect(properties).toMatchObject({ ingress: [], egress: [] });
    }
  });
});
