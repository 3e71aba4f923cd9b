// The VPC of one environment: its zones and subnets, given or derived, and the gateways that they need.
import { MAX_ZONES } from "#schema/aws.ts";
import type { Network, Zone } from "#schema/model.ts";
import type { Path } from "#schema/path.ts";
import { type Block, blockOf, contains, overlap, sixteenth } from "./cidr.ts";
import type { Context } from "./context.ts";

const TIERS = ["public", "private", "database"] as const;
type Tier = (typeof TIERS)[number];
type Subnets = Readonly<Record<Tier, readonly string[] | undefined>>;

/** Zones that a derived layout has, and where each tier begins among the sixteen parts of the VPC. */
const DERIVED_ZONES = 2;
const FIRST_PART: Readonly<Record<Tier, number>> = { public: 0, private: 4, database: 8 };

/** The network of one environment; findings are reported, and what is returned is then not used. */
export function network(context: Context): Network {
  const { spec } = context;
  const { cidr, nat, subnets } = spec.network;
  const deployed = Object.values(spec.services).filter((service) => service.deploy);
  const needsDatabase = spec.database !== undefined || spec.cache !== undefined;
  const vpc = block(context, ["network", "cidr"], cidr);
  const given = subnets ? judged(context, subnets, needsDatabase) : undefined;
  const laidOut = given ?? derived(vpc, needsDatabase);
  if (vpc && subnets) placed(context, vpc, cidr, subnets);
  if (vpc && vpc.prefix > 24 && !subnets) tooSmall(context, cidr);
  waysOut(context);
  return {
    cidr,
    nat,
    zones: zonesOf(laidOut),
    derived: subnets === undefined,
    internetGateway: nat !== "none" || deployed.some((service) => service.expose === "public"),
    interfaceEndpoints:
      deployed.some((service) => !service.internet) || (nat === "none" && spec.operations?.backup !== undefined),
  };
}

function block(context: Context, path: Path, text: string): Block | undefined {
  const found = blockOf(text);
  if ("first" in found) return found;
  context.report("network/cidr-invalid", context.origin(path), {
    got: text,
    problem: found.problem,
    right: found.right ?? "",
  });
  return undefined;
}

function tooSmall(context: Context, cidr: string): void {
  context.report("network/cidr-invalid", context.origin(["network", "cidr"]), {
    got: cidr,
    problem: "without `network.subnets` the VPC is divided by sixteen, and a part must be a /28 at least",
    right: "",
  });
}

function derived(vpc: Block | undefined, needsDatabase: boolean): Subnets {
  const tier = (name: Tier): readonly string[] =>
    vpc ? Array.from({ length: DERIVED_ZONES }, (_, zone) => sixteenth(vpc, FIRST_PART[name] + zone)) : [];
  return { public: tier("public"), private: tier("private"), database: needsDatabase ? tier("database") : undefined };
}

/** An environment may give some tiers where the rest of the spec gives none. */
type Given = Partial<NonNullable<Context["spec"]["network"]["subnets"]>>;

function judged(context: Context, subnets: Given, needsDatabase: boolean): Subnets {
  const { public: outer = [], private: inner = [], database: data } = subnets;
  const path: Path = ["network", "subnets"];
  const problem = (text: string): void =>
    context.report("network/too-few-zones", context.origin(path), { problem: text }, { at: "key" });
  const missing = TIERS.filter((tier) => !subnets[tier] && (tier !== "database" || needsDatabase));
  const example = `[${(subnets.private ?? subnets.public ?? []).map(() => "10.0.21.0/24").join(", ")}]`;
  for (const key of missing) {
    const parent = context.origin(path);
    context.report("spec/missing-key", parent, { key, parent: parent.join("."), example }, { at: "key" });
  }
  const counts = [outer.length, inner.length, ...(data ? [data.length] : [])];
  if (!subnets.public || !subnets.private) return { public: outer, private: inner, database: data };
  if (counts.some((count) => count !== outer.length)) {
    problem(
      `the tiers have blocks for different numbers of zones: public ${outer.length}, private ${inner.length}${data ? `, database ${data.length}` : ""}`,
    );
  } else if (outer.length < 2)
    problem(`there ${outer.length === 1 ? "is one zone" : "are no zones"}, and two are needed`);
  else if (outer.length > MAX_ZONES) {
    context.report(
      "spec/wrong-value",
      context.origin(path),
      {
        problem: `${outer.length} zones, and no region has more than ${MAX_ZONES}`,
        got: "",
        key: "subnets",
        form: `at most ${MAX_ZONES} blocks a tier`,
      },
      { at: "key" },
    );
  }
  return { public: outer, private: inner, database: data };
}

/** Each subnet is a block, inside the VPC, and shares no address with another. */
function placed(context: Context, vpc: Block, cidr: string, subnets: Given): void {
  const earlier: { readonly block: Block; readonly text: string; readonly path: Path }[] = [];
  for (const tier of TIERS) {
    for (const [index, text] of (subnets[tier] ?? []).entries()) {
      const path = [...context.origin(["network", "subnets", tier]), index];
      const found = blockOf(text);
      if (!("first" in found)) {
        context.report("network/cidr-invalid", path, { got: text, problem: found.problem, right: found.right ?? "" });
        continue;
      }
      const other = earlier.find((one) => overlap(one.block, found));
      if (!contains(vpc, found)) context.report("network/subnet-outside-vpc", path, { got: text, vpc: cidr });
      else if (other) {
        const otherPath = other.path.slice(-2).join("[") + "]";
        context.report(
          "network/subnets-overlap",
          path,
          { got: text, other: other.text, otherPath },
          { related: other.path },
        );
      }
      earlier.push({ block: found, text, path });
    }
  }
}

function zonesOf(subnets: Subnets): Zone[] {
  return (subnets.private ?? []).map((inner, index) => ({
    letter: String.fromCharCode(97 + index),
    index,
    public: subnets.public?.[index] ?? inner,
    private: inner,
    database: subnets.database?.[index],
  }));
}

function waysOut(context: Context): void {
  if (context.spec.network.nat !== "none") return;
  for (const [service, { deploy, internet }] of Object.entries(context.spec.services)) {
    if (!deploy || !internet) continue;
    context.report(
      "network/no-way-out",
      context.origin(["services", service]),
      { service, environment: context.name },
      { at: "key", related: context.origin(["network", "nat"]) },
    );
  }
}
