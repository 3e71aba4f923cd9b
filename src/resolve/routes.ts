// Which requests of the shared load balancer reach which service, and in which order the rules are asked.
import type { DeployedService, Route, Service } from "#schema/model.ts";
import { isWithin, type Path } from "#schema/path.ts";
import { rulePriority } from "#schema/rule-priority.ts";
import type { ServiceSpec } from "#schema/spec.ts";
import type { Context } from "./context.ts";

/** The rule of a public service; undefined for one that is not behind the load balancer. */
export function routeOf(context: Context, service: Service, spec: ServiceSpec): Route | undefined {
  if (service.expose !== "public") {
    if (spec.route) {
      const path = context.origin(["services", service.name, "route"]);
      context.report(
        "spec/wrong-value",
        path,
        {
          problem: "a route stands on a service that is not behind the load balancer",
          got: "",
          key: "route",
          form: "`expose: public`, or remove the route",
        },
        { at: "key" },
      );
    }
    return undefined;
  }
  const host = spec.route?.host;
  const path = spec.route?.path;
  const isDefault = host === undefined && path === undefined;
  return {
    host,
    path,
    priority: isDefault ? undefined : (spec.route?.priority ?? rulePriority(service.name, host, path)),
  };
}

/** Whether a service has the route that its user wrote: nothing of it was wrong and left out. */
function isWhole({ name, lost }: Context, service: string): boolean {
  const place: Path = ["services", service, "route"];
  return !lost.some((one) => isWithin(one, place) || isWithin(one, ["environments", name, ...place]));
}

/** No two services take the same requests, and no two rules have the same priority. */
export function routeClashes(context: Context, services: readonly DeployedService[]): void {
  const routed = services.filter(
    (one): one is DeployedService & { readonly route: Route } => one.route !== undefined && isWhole(context, one.name),
  );
  for (const [index, b] of routed.entries()) {
    const a = routed.slice(0, index).find((one) => same(one.route, b.route) || one.route.priority === b.route.priority);
    if (!a) continue;
    const path = context.origin(["services", b.name, ...(b.route.priority === undefined ? [] : ["route"])]);
    const related = context.origin(["services", a.name]);
    const problem = same(a.route, b.route)
      ? a.route.priority === undefined
        ? "both take every request: neither has a route"
        : `take the same requests: ${[b.route.host, b.route.path].filter(Boolean).join("")}`
      : `get the same rule priority, ${b.route.priority ?? ""}`;
    const help = same(a.route, b.route) ? "give each a `route` of its own" : "set `route.priority` on one of them";
    context.report("service/route-clash", path, { a: a.name, b: b.name, problem, help }, { at: "key", related });
  }
}

const same = (a: Route, b: Route): boolean => a.host === b.host && a.path === b.path;
