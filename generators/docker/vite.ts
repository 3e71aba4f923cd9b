// The view of a Vite application's Dockerfile.
import type { Model, Service } from "#schema/model.ts";
import { IMAGES } from "#schema/pins.ts";
import { from, type View } from "#schema/value.ts";
import { at, baseView, buildFolder, listenView } from "./base.ts";

/** Paths that nginx may answer by itself: plain, and none that the application's pages answer. */
const PLAIN_PATH = /^\/[A-Za-z0-9._~/-]+(?<!\/|\.html)$/;

/** The fields of `docker/vite.Dockerfile`. */
export function viteView(model: Model, service: Service): View {
  const health = service.health ?? "/";
  const port = from(at(service, "port"), String(service.port ?? VITE_PORT));
  return {
    ...baseView(model, service),
    port: service.port ?? VITE_PORT,
    ...listenView(model, service),
    developmentCommand: ["node_modules/.bin/vite", "--host", "0.0.0.0", "--port", port, "--strictPort"],
    deploy: service.deploy,
    env: service.env.map(({ name, value }) => ({ name, value: from(at(service, "env", name), value) })),
    nginxImage: IMAGES.nginx,
    answersHealth: PLAIN_PATH.test(health),
    health: from(at(service, "health"), health),
    buildFolder: from(at(service, "image", "entry"), buildFolder(service) ?? "dist"),
  };
}

/** Vite's own default, for an application without a port in the spec. */
const VITE_PORT = 5173;
