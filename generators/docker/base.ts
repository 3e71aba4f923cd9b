// What the Dockerfiles of all Node services share: the stages that install, and the health check.
import type { Model, Service } from "#schema/model.ts";
import type { Path } from "#schema/path.ts";
import { IMAGES, PNPM } from "#schema/pins.ts";
import { longestStart, probeOf, PROBE_TIMEOUT_SECONDS } from "#schema/probe.ts";
import { from, type View } from "#schema/value.ts";

/** A field of a service, as the spec has it. */
export const at = (service: Service, ...rest: Path): Path => ["services", service.name, ...rest];

/** Whether the service's folder holds the migrations, and its image the stage that runs them. */
export const runsMigrations = (model: Model, service: Service): boolean =>
  model.database !== undefined && model.migration?.service === service.name;

/** The fields of `docker/base.Dockerfile`. */
export function baseView(model: Model, service: Service): View {
  const { image } = service;
  const prisma = image.prisma || runsMigrations(model, service);
  return {
    nodeImage: from(at(service, "image", "node"), IMAGES.node(image.node)),
    pnpm: image.packageManager === "pnpm",
    pnpmVersion: from(at(service, "image", "packageManager"), PNPM),
    prisma,
    systemPackages: systemPackages(service, prisma),
  };
}

function systemPackages(service: Service, prisma: boolean): readonly View[] {
  const procps = {
    name: from(at(service, "framework"), "procps"),
    why: "`nest start --watch` finds what it has to stop by `ps`.",
  };
  const openssl = { name: from(at(service, "image", "prisma"), "openssl"), why: "Prisma's schema engine links to it." };
  return [...(prisma ? [openssl] : []), ...(service.framework === "nestjs" ? [procps] : [])];
}

/** The fields of a health check and of the port; those of a worker say that it listens nowhere. */
export function listenView(model: Model, service: Service): View {
  if (service.port === undefined || service.health === undefined) return { listens: false };
  const start = longestStart(model, service.name);
  const port = from(at(service, "port"), service.port);
  const health = from(at(service, "health"), service.health);
  return {
    listens: true,
    port,
    probe: probeOf(service.framework, port, health) ?? [],
    probeTimeout: PROBE_TIMEOUT_SECONDS,
    startSeconds: from(start.path, start.seconds),
  };
}

/** The first folder of the file that is started: where the build puts what it makes. Undefined for a bare file. */
export function buildFolder(service: Service): string | undefined {
  const [folder, ...rest] = service.image.entry.split("/");
  return rest.length > 0 ? folder : undefined;
}
