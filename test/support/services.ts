// The services of a generated spec: what each of them may have, given the others and the stores.
import type { Draw, ServiceDraw } from "./draws.ts";
import type { Data } from "./specs.ts";

/** A generated spec on its way: the choices, and what follows from several of them at once. */
export interface Plan {
  readonly draw: Draw;
  readonly services: readonly ServiceDraw[];
  /** The stores that a service talks to. */
  uses(service: ServiceDraw): readonly string[];
  /** Database connections at the peak of any environment, and what scripts need. */
  readonly connections: number;
}

export const isDeployed = ({ kind }: ServiceDraw): boolean => kind !== "local";
const isVite = ({ framework }: ServiceDraw): boolean => framework === "vite";
/** Vite needs a port, so that it is no worker. */
export const hasPort = (service: ServiceDraw): boolean => service.kind !== "worker" || isVite(service);
const defaultConnections = 5;

/** What follows from the choices. */
export function planOf(draw: Draw): Plan {
  const stores = [...(draw.database ? ["database"] : []), ...(draw.cache ? ["cache"] : [])];
  const uses = (service: ServiceDraw): readonly string[] =>
    service.uses ? service.uses.filter((store) => stores.includes(store)) : isVite(service) ? [] : stores;
  const tasks = (service: ServiceDraw): number =>
    Math.max(...[service.task, ...(draw.environments ?? []).map(({ tasks }) => tasks ?? service.task)].map(most));
  const connections = draw.services
    .filter((service) => isDeployed(service) && uses(service).includes("database"))
    .reduce((sum, service) => sum + tasks(service) * 2 * (service.task.connections ?? defaultConnections), 5);
  return { draw, services: draw.services, uses, connections };
}

/** The most tasks; where a share of CPU is aimed at, there is something to scale. */
export const most = ({ min, more, aims }: ServiceDraw["task"]): number => min + (aims === undefined ? more : more + 1);

export const scaleOf = (task: ServiceDraw["task"]): Data => ({
  min: task.min,
  max: most(task),
  cpu: task.aims === undefined ? undefined : `${task.aims}%`,
});

const sizeOf = ({ size: [cpu, memory] }: ServiceDraw["task"]): Data => ({ cpu, memory });

/** The section of one service: what every service has, and what only a deployed one has. */
export function serviceOf(plan: Plan, service: ServiceDraw): Data {
  const { services } = plan;
  const uses = plan.uses(service);
  return {
    framework: service.framework,
    port: hasPort(service) ? 3000 + services.indexOf(service) : undefined,
    health: hasPort(service) ? service.health : undefined,
    deploy: isDeployed(service) ? undefined : false,
    uses: service.uses ? uses : undefined,
    calls: callsOf(plan, service),
    databaseConnections: uses.includes("database") ? service.task.connections : undefined,
    image: imageOf(service),
    env:
      service.env.length === 0
        ? undefined
        : Object.fromEntries(service.env.map((name) => [name, `${name} of ${service.name}`])),
    secrets: service.secrets.length === 0 ? undefined : secretsOf(service.secrets),
    ...(isDeployed(service) ? deploymentOf(plan, service) : {}),
  };
}

function deploymentOf(plan: Plan, service: ServiceDraw): Data {
  const { draw } = plan;
  const isPublic = service.kind === "public";
  return {
    expose: isPublic ? "public" : undefined,
    route: isPublic ? routeOf(plan, service) : undefined,
    certificate: draw.environments || draw.delivery ? undefined : certificateOf(service, draw.region, "444455556666"),
    internet: wayOut(service, draw.network.nat),
    architecture: service.arm ? "arm64" : undefined,
    task: sizeOf(service.task),
    scale: scaleOf(service.task),
    start: service.start,
  };
}

/** `internet: false` where there is no way out, or where the service wants none. */
export const wayOut = ({ internet }: ServiceDraw, nat: string): false | undefined =>
  nat === "none" || !internet ? false : undefined;

/** A secret for each variable: `STRIPE_KEY` is filled by `stripeKey`. */
export const secretsOf = (variables: readonly string[]): Data =>
  Object.fromEntries(
    variables.map((name) => [name, name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())]),
  );

const imageOf = ({ framework, kind, image }: ServiceDraw): Data => ({
  node: framework === "custom" ? undefined : image.node,
  packageManager: image.pnpm ? "pnpm" : undefined,
  prisma: image.prisma && framework !== "vite" && framework !== "custom" ? true : undefined,
  maxSize: kind === "local" ? undefined : image.maxSize,
});

export function certificateOf(service: ServiceDraw, region: string, account: string): string | undefined {
  if (service.kind !== "public" || !service.certified) return undefined;
  return `arn:aws:acm:${region}:${account}:certificate/${service.name}-0f1e2d3c`;
}

/** The first public service without host and path takes what no rule takes; every other one has a way of its own. */
function routeOf({ services }: Plan, { name, host, path, priority }: ServiceDraw): Data | undefined {
  const open = services.find((one) => one.kind === "public" && !one.host && !one.path);
  if (open?.name === name) return undefined;
  const own = {
    host: host && `${host === "wild" ? "*." : ""}${name}.example.com`,
    path: path && `/${name}${path === "two" ? "/v2" : ""}`,
  };
  return { ...(host || path ? own : { path: `/${name}` }), priority };
}

function callsOf({ services }: Plan, service: ServiceDraw): readonly string[] | undefined {
  const able = services.filter((one) => one !== service && isDeployed(one) && hasPort(one));
  const called = service.calls.flatMap((index) => able[index % Math.max(able.length, 1)]?.name ?? []);
  return called.length === 0 ? undefined : [...new Set(called)];
}
