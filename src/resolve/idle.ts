// Keys that would do nothing where they stand: refused, because a line of the spec that changes nothing deceives its
// reader. A key with its default value says nothing false, and passes.
import { POSTGRES_PORT, VALKEY_PORT } from "#schema/aws.ts";
import { sortedEntries } from "#schema/order.ts";
import type { Path } from "#schema/path.ts";
import type { ServiceSpec, Spec } from "#schema/spec.ts";
import type { Reporter } from "./context.ts";

/** What only a deployed service has, and the default that every service has of it. */
const OF_DEPLOYED: Readonly<Record<string, unknown>> = {
  architecture: "x86_64",
  certificate: undefined,
  expose: "internal",
  internet: true,
  renamedFrom: undefined,
  route: undefined,
  scale: { min: 1 },
  start: "60s",
  task: { cpu: 256, memory: "512MiB" },
};

/** What of an image is not ours to build, by framework. */
const OF_IMAGE: Readonly<Record<ServiceSpec["framework"], readonly (keyof ServiceSpec["image"])[]>> = {
  custom: ["node", "prisma", "entry"],
  nestjs: [],
  node: [],
  vite: ["prisma", "entry"],
};
const IMAGE_DEFAULTS: Readonly<Record<string, unknown>> = { node: 24, prisma: false, entry: "dist/main.js" };

/** Reports every key of the base spec that would do nothing. */
export function idle(to: Reporter, spec: Spec): void {
  const report = (path: Path, where: string, form: string): void => {
    const key = String(path[path.length - 1]);
    to.report(
      "spec/wrong-value",
      path,
      { problem: `\`${key}\` does nothing ${where}`, got: "", key, form },
      { at: "key" },
    );
  };
  for (const [name, service] of sortedEntries(spec.services)) {
    ofService(service, ["services", name], report);
  }
  const local = ["local"];
  if (!spec.database && (spec.local.database.port !== POSTGRES_PORT || spec.local.database.username !== undefined)) {
    report([...local, "database"], "without a database", "a `database` section, or remove the key");
  }
  if (!spec.cache && spec.local.cache.port !== VALKEY_PORT)
    report([...local, "cache"], "without a cache", "a `cache` section, or remove the key");
  for (const [name, environment] of Object.entries(spec.environments ?? {})) {
    if (spec.delivery || environment["oidcProvider"] === undefined) continue;
    report(["environments", name, "oidcProvider"], "without delivery", "a `delivery` section, or remove the key");
  }
}

function ofService(service: ServiceSpec, path: Path, report: (path: Path, where: string, form: string) => void): void {
  if (!service.deploy) {
    for (const [key, usual] of Object.entries(OF_DEPLOYED)) {
      const value = service[key as keyof ServiceSpec];
      if (written(value, usual))
        report([...path, key], "on a service that is not deployed", "`deploy: true`, or remove the key");
    }
    if (service.image.maxSize !== undefined)
      report([...path, "image", "maxSize"], "on a service that is not deployed", "`deploy: true`, or remove the key");
  }
  for (const key of OF_IMAGE[service.framework]) {
    if (written(service.image[key], IMAGE_DEFAULTS[key]))
      report(
        [...path, "image", key],
        `with \`framework: ${service.framework}\``,
        "another framework, or remove the key",
      );
  }
}

/** Whether a value is another than the default. */
function written(value: unknown, usual: unknown): boolean {
  return JSON.stringify(value) !== JSON.stringify(usual);
}
