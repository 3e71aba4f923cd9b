// The view of a service's .dockerignore: what its build context leaves out.
import type { Model, Service } from "#schema/model.ts";
import { byText } from "#schema/order.ts";
import { from, type View } from "#schema/value.ts";
import { at, buildFolder } from "./base.ts";

/** The fields of `docker/service.dockerignore`. */
export function ignoreView(model: Model, service: Service): View {
  return { outputs: outputs(service), outside: outside(model, service) };
}

/** What the build makes. A plain Node.js service may start a source file, so that only `dist` is sure to be made. */
function outputs(service: Service): View[string][] {
  const folder = service.framework === "node" ? undefined : buildFolder(service);
  const names = new Set(["dist", ...(folder === undefined ? [] : [folder])]);
  return [...names].sort(byText).map((name) => from(at(service, "image", "entry"), name));
}

/** For a service at the repository's root: what there belongs to the rest of the product. */
function outside(model: Model, service: Service): View[string][] {
  if (service.path !== ".") return [];
  const others = model.services.filter((other) => other.path !== ".");
  return [".sage", "docs", "infra", "terraform", ...others.map((other) => from(at(other, "path"), other.path))];
}
