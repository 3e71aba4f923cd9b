// What `docker compose up --watch` does when a file changes.
import type { Service } from "#schema/model.ts";
import { above, from, type Value } from "#schema/value.ts";

const LOCKFILES = { npm: "package-lock.json", pnpm: "pnpm-lock.yaml" } as const;

/** Sources are copied into the running container; what the image is made from makes a new one. */
export function watch(service: Service): readonly Value[] {
  const path = (file: string): Value =>
    from(
      ["services", service.name, "path"],
      service.path === "." ? `./${file}` : `./${service.path}${file === "" ? "" : `/${file}`}`,
    );
  if (service.framework === "custom") return [{ action: "rebuild", path: path("") }];
  const rebuilds = [
    "package.json",
    LOCKFILES[service.image.packageManager],
    ...(service.image.prisma ? ["prisma"] : []),
  ];
  return [
    {
      action: above("All that .dockerignore lets in.", "sync"),
      path: path(""),
      target: "/app",
      ignore: ["node_modules/"],
    },
    ...rebuilds.map((file) => ({ action: "rebuild", path: path(file) })),
  ];
}
