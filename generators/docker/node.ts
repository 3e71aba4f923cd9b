// The view of a NestJS or plain Node.js service's Dockerfile.
import type { Model, Service } from "#schema/model.ts";
import { originAmong } from "#schema/origin.ts";
import { IMAGES, RDS_CA_BUNDLE } from "#schema/pins.ts";
import { from, type View } from "#schema/value.ts";
import { at, baseView, buildFolder, listenView, runsMigrations } from "./base.ts";

/** Where a plain Node.js service's build goes by convention; any other entry is taken to be a source file. */
const BUILD_FOLDER = "dist";

/** The fields of `docker/node.Dockerfile`. */
export function nodeView(model: Model, service: Service): View {
  const folder = buildFolder(service);
  const nest = service.framework === "nestjs";
  const migrates = runsMigrations(model, service);
  return {
    ...baseView(model, service),
    ...listenView(model, service),
    developmentCommand: nest
      ? ["node_modules/.bin/nest", "start", "--watch"]
      : [from(at(service, "image", "packageManager"), service.image.packageManager), "run", "dev"],
    buildIsOptional: !nest,
    wholeFolder: folder === undefined || !(nest || folder === BUILD_FOLDER),
    buildFolder: from(at(service, "image", "entry"), folder ?? "."),
    entry: from(at(service, "image", "entry"), service.image.entry),
    certificates: service.uses.database || migrates,
    caBundle: RDS_CA_BUNDLE,
    usesDatabase: service.uses.database,
    migrates,
    ...(migrates ? migrateView(model, service) : {}),
  };
}

function migrateView(model: Model, service: Service): View {
  const depth = service.path === "." ? 0 : service.path.split("/").length;
  const major = model.database?.major ?? 0;
  const version = originAmong(model, ["database", "version"], ({ database }) => database?.major === major);
  return {
    postgresImage: from(version, IMAGES.postgres(major)),
    scriptsFolder: from(at(service, "path"), `${"../".repeat(depth)}scripts`),
  };
}
