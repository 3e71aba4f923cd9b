// What the program says of the network: every subnet has one table, and each tier the ways that it should.
import { describe, expect, test } from "vitest";
import { modelOf, REFERENCE, type Seen, seen, SPECS } from "./lowered.ts";

const every = SPECS.flatMap(([spec, text]) =>
  modelOf(text).environments.map((environment) => ({
    spec,
    environment,
    name: environment.name,
    resources: [...seen(text, environment.name).values()],
  })),
);
const ofType = (resources: readonly Seen[], type: string): readonly Seen[] =>
  resources.filter((one) => one.type.endsWith(`:${type}`));

describe.each(every)("the network of $spec, $name", ({ environment, resources }) => {
  const { network } = environment;
  const subnets = ofType(resources, "Subnet");
  const associations = ofType(resources, "RouteTableAssociation");
  const tableOf = (subnet: Seen): string =>
    String(
      associations.find(({ properties }) => properties["subnetId"] === `<${subnet.key}.id>`)?.properties[
        "routeTableId"
      ],
    );
  const defaultRoute = (table: string): Seen | undefined => {
    const routes = ofType(resources, "Route").filter(({ properties }) => properties["routeTableId"] === table);
    expect(routes.length).toBeLessThan(2);
    return routes[0];
  };
  const tier = (name: string): readonly Seen[] => subnets.filter(({ key }) => key.startsWith(`subnet-${name}-`));

  test("gives every subnet exactly one route table", () => {
    const told = associations.map(({ properties }) => properties["subnetId"]);
    expect(told.toSorted()).toEqual(subnets.map(({ key }) => `<${key}.id>`).toSorted());
  });

  test("lays the zones out as the model has them, and gives no instance an address of its own", () => {
    expect(tier("public").map(({ properties }) => properties["cidrBlock"])).toEqual(
      network.zones.map((zone) => zone.public),
    );
    expect(tier("private").map(({ properties }) => properties["cidrBlock"])).toEqual(
      network.zones.map((zone) => zone.private),
    );
    expect(tier("database").map(({ properties }) => properties["cidrBlock"])).toEqual(
      network.zones.flatMap((zone) => zone.database ?? []),
    );
    expect(subnets.every(({ properties }) => properties["mapPublicIpOnLaunch"] === false)).toBe(true);
    for (const zone of network.zones) {
      const there = subnets
        .filter(({ key }) => key.endsWith(`-${zone.letter}`))
        .map(({ properties }) => properties["availabilityZone"]);
      expect(new Set(there)).toEqual(new Set([`<zones.names[${zone.index}]>`]));
    }
  });

  test("leads public subnets to the internet gateway, where there is one", () => {
    const ways = tier("public").map((subnet) => defaultRoute(tableOf(subnet))?.properties["gatewayId"]);
    expect(new Set(ways)).toEqual(new Set([network.internetGateway ? "<internet-gateway.id>" : undefined]));
  });

  test("leads private subnets to the NAT gateway that they should have", () => {
    const ways = tier("private").map((subnet) => defaultRoute(tableOf(subnet))?.properties["natGatewayId"]);
    const right = network.zones.map(
      ({ letter }) => ({ none: undefined, single: "<nat-a.id>", "per-az": `<nat-${letter}.id>` })[network.nat],
    );
    expect(ways).toEqual(right);
    const gateways = ofType(resources, "NatGateway");
    expect(gateways).toHaveLength({ none: 0, single: 1, "per-az": network.zones.length }[network.nat]);
    for (const { properties } of gateways) expect(properties["subnetId"]).toMatch(/^<subnet-public-/);
  });

  test("gives database subnets no way out at all", () => {
    for (const subnet of tier("database")) expect(defaultRoute(tableOf(subnet))).toBeUndefined();
  });

  test("reaches S3 by its gateway endpoint, from every private table and no other", () => {
    const s3 = resources.find(({ key }) => key === "s3-endpoint")?.properties ?? {};
    expect(s3).toMatchObject({ vpcEndpointType: "Gateway", serviceName: `com.amazonaws.${environment.region}.s3` });
    expect(s3["routeTableIds"]).toEqual(tier("private").map(tableOf));
  });

  test("has interface endpoints exactly where a task can't reach AWS otherwise", () => {
    const endpoints = ofType(resources, "VpcEndpoint").filter(
      ({ properties }) => properties["vpcEndpointType"] === "Interface",
    );
    expect(endpoints.map(({ key }) => key)).toEqual(
      network.interfaceEndpoints
        ? ["ecr-api-endpoint", "ecr-dkr-endpoint", "logs-endpoint", "secretsmanager-endpoint"]
        : [],
    );
    for (const { properties } of endpoints) expect(properties["privateDnsEnabled"]).toBe(true);
  });
});

test("a zone more moves nothing that was there", () => {
  const three = REFERENCE.replace(
    "public: [10.0.1.0/24, 10.0.2.0/24]",
    "public: [10.0.1.0/24, 10.0.2.0/24, 10.0.3.0/24]",
  )
    .replace("private: [10.0.11.0/24, 10.0.12.0/24]", "private: [10.0.11.0/24, 10.0.12.0/24, 10.0.13.0/24]")
    .replace("database: [10.0.21.0/24, 10.0.22.0/24]", "database: [10.0.21.0/24, 10.0.22.0/24, 10.0.23.0/24]");
  const after = seen(three, "production");
  expect(after.size).toBeGreaterThan(seen(REFERENCE, "production").size);
  for (const [key, before] of seen(REFERENCE, "production")) {
    if (before.module === "network" && !key.endsWith("-endpoint")) expect(after.get(key)).toEqual(before);
  }
});
