// The images: a Dockerfile and a .dockerignore in the folder of every service that does not bring its own.
import type { Draft } from "#schema/draft.ts";
import type { Model, Service } from "#schema/model.ts";
import type { View } from "#schema/value.ts";
import type { Generate } from "../target.ts";
import { ignoreView } from "./ignore.ts";
import { nodeView } from "./node.ts";
import { viteView } from "./vite.ts";

/** `<service path>/Dockerfile` and `.dockerignore` of each service; none for a `custom` one. */
export const docker: Generate = (model) =>
  model.services.filter((service) => service.framework !== "custom").flatMap((service) => files(model, service));

function files(model: Model, service: Service): readonly Draft[] {
  const file = (name: string, template: string, view: View): Draft => ({
    kind: "template",
    path: service.path === "." ? name : `${service.path}/${name}`,
    target: "docker",
    because: ["services", service.name],
    template: `docker/${template}`,
    view,
  });
  const dockerfile =
    service.framework === "vite"
      ? file("Dockerfile", "vite.Dockerfile", viteView(model, service))
      : file("Dockerfile", "node.Dockerfile", nodeView(model, service));
  return [dockerfile, file(".dockerignore", "service.dockerignore", ignoreView(model, service))];
}
