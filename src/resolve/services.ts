// The services: what of each is the same in every environment.
import type { Image, SecretVariable, Service, Variable } from "#schema/model.ts";
import { RESERVED_SERVICES } from "#schema/names.ts";
import { nearest } from "#schema/nearest.ts";
import { sortedEntries } from "#schema/order.ts";
import type { Path } from "#schema/path.ts";
import type { ServiceSpec, Spec } from "#schema/spec.ts";
import { bytes } from "#schema/units.ts";
import type { Reporter } from "./context.ts";
import { nodeRelease } from "./stores.ts";

const DEFAULT_CONNECTIONS = 5;

/** Ports that `fetch` blocks, and health checks are fetches: https://fetch.spec.whatwg.org/#port-blocking */
const UNFETCHABLE: ReadonlySet<number> = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
  111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
  540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
  6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

/** The shared part of every service, sorted by name. */
export function services(to: Reporter, spec: Spec): Service[] {
  if (Object.keys(spec.services).length === 0) {
    to.report(
      "spec/missing-key",
      ["services"],
      { key: "<name>", parent: "services", example: "{ port: 3000 }" },
      { at: "key" },
    );
  }
  return sortedEntries(spec.services).map(([name, service]) => shared(to, spec, name, service));
}

function shared(to: Reporter, spec: Spec, name: string, service: ServiceSpec): Service {
  const at = (...path: Path): Path => ["services", name, ...path];
  if (RESERVED_SERVICES.includes(name)) {
    to.report(
      "name/clash",
      at(),
      {
        name,
        a: "the service",
        b: "a part of the infrastructure",
        help: `take another name; reserved: ${RESERVED_SERVICES.join(", ")}`,
      },
      { at: "key" },
    );
  }
  if (service.expose === "public" && service.deploy && service.port === undefined) {
    to.report("spec/missing-key", at(), { key: "port", parent: `services.${name}`, example: "3000" }, { at: "key" });
  }
  if (service.framework === "vite" && service.port === undefined) {
    to.report("spec/missing-key", at(), { key: "port", parent: `services.${name}`, example: "5173" }, { at: "key" });
  }
  if (service.port !== undefined && service.framework !== "custom" && UNFETCHABLE.has(service.port)) {
    const problem = `Node.js refuses to fetch from port ${service.port}, so that the health check would always fail`;
    to.report("spec/wrong-value", at("port"), { problem, got: "", key: "port", form: "another port, as 3000" });
  }
  if (service.port === undefined && service.health !== undefined) worker(to, at("health"), "health");
  if (service.framework !== "custom") nodeRelease(to, at("image", "node"), service.image.node);
  const uses = usesOf(to, spec, name, service);
  renamed(to, spec, name, service);
  return {
    name,
    renamedFrom: service.renamedFrom,
    path: service.path ?? `apps/${name}`,
    framework: service.framework,
    port: service.port,
    health: service.port === undefined ? undefined : (service.health ?? "/"),
    expose: service.expose,
    deploy: service.deploy,
    architecture: service.architecture,
    uses,
    calls: callsOf(to, spec, name, service),
    image: imageOf(service),
    env: variables(service.env),
    secrets: secretVariables(service.secrets),
    databaseConnections: connectionsOf(uses, service),
  };
}

/** A former name is one that nobody bears any more, and that one service alone bore. */
function renamed(to: Reporter, spec: Spec, name: string, { renamedFrom: former }: ServiceSpec): void {
  if (former === undefined) return;
  const path: Path = ["services", name, "renamedFrom"];
  const others = sortedEntries(spec.services).filter(([other, one]) => other !== name && one.renamedFrom === former);
  const [other] = others[0] ?? [];
  if (former === name) to.report("service/renamed-from", path, { name, former, problem: "is its own name" });
  else if (Object.hasOwn(spec.services, former)) {
    const problem = "is a service that still exists";
    to.report("service/renamed-from", path, { name, former, problem }, { related: ["services", former] });
  } else if (other !== undefined) {
    const problem = `is what ${other} was called too`;
    to.report("service/renamed-from", path, { name, former, problem }, { related: ["services", other, "renamedFrom"] });
  }
}

function worker(to: Reporter, path: Path, key: string): void {
  to.report("spec/wrong-value", path, {
    problem: `\`${key}\` stands on a service without a port`,
    got: "",
    key,
    form: "a `port`, or leave the key out: a worker listens nowhere",
  });
}

function usesOf(to: Reporter, spec: Spec, name: string, service: ServiceSpec): Service["uses"] {
  const path: Path = ["services", name, "uses"];
  for (const store of ["database", "cache"] as const) {
    if (service.uses?.includes(store) && spec[store] === undefined) {
      to.report(
        "spec/wrong-value",
        [...path, service.uses.indexOf(store)],
        { got: store, key: "uses", form: `a section \`${store}\` too, or leave it out here` },
        { related: [store] },
      );
    }
  }
  const wants = (store: "database" | "cache"): boolean =>
    spec[store] !== undefined && (service.uses?.includes(store) ?? service.framework !== "vite");
  if (service.databaseConnections !== undefined && !wants("database")) {
    to.report(
      "spec/wrong-value",
      ["services", name, "databaseConnections"],
      {
        problem: "`databaseConnections` stands on a service that uses no database",
        got: "",
        key: "databaseConnections",
        form: "a `database` section and leave it in `uses`, or remove the key",
      },
      { related: ["database"] },
    );
  }
  return { database: wants("database"), cache: wants("cache") };
}

function callsOf(to: Reporter, spec: Spec, name: string, service: ServiceSpec): string[] {
  const isCallable = (other: string): boolean => {
    const found = Object.hasOwn(spec.services, other) ? spec.services[other] : undefined;
    return other !== name && found?.port !== undefined && found.deploy;
  };
  for (const [index, called] of service.calls.entries()) {
    if (isCallable(called)) continue;
    const callable = Object.keys(spec.services).filter(isCallable);
    const form =
      callable.length > 0
        ? `a deployed service with a port: ${callable.join(", ")}`
        : "nothing: no other deployed service has a port";
    to.report("spec/wrong-value", ["services", name, "calls", index], {
      got: called,
      key: "calls",
      form,
      near: nearest(called, callable) ?? "",
    });
  }
  return [...new Set(service.calls)].sort();
}

function imageOf({ image }: ServiceSpec): Image {
  return {
    node: image.node,
    packageManager: image.packageManager,
    prisma: image.prisma,
    entry: image.entry,
    maxSizeBytes: image.maxSize === undefined ? undefined : bytes(image.maxSize),
    maxSize: image.maxSize,
  };
}

/** How many connections one task may open: none where it uses no database. */
export const connectionsOf = (uses: Service["uses"], { databaseConnections }: ServiceSpec): number =>
  uses.database ? (databaseConnections ?? DEFAULT_CONNECTIONS) : 0;

/** Variables by their names. */
export const variables = (env: Readonly<Record<string, string>>): Variable[] =>
  sortedEntries(env).map(([name, value]) => ({ name, value }));
/** Variables that secrets fill, by their names. */
export const secretVariables = (map: Readonly<Record<string, string>>): SecretVariable[] =>
  sortedEntries(map).map(([name, secret]) => ({ name, secret }));
