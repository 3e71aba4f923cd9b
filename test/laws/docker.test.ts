// Every Dockerfile, read by a parser of Dockerfiles: what stands in one, and in which order.
import type { Healthcheck } from "dockerfile-ast";
import { describe, expect, test } from "vitest";
import { type Dockerfile, dockerfiles, last, said, sourceOf, stagesOf } from "./dockerfiles.ts";
import { modelOf } from "./lowered.ts";

const files = dockerfiles("docker");
const serviceOf = (file: Dockerfile) => {
  const folder = file.path === "Dockerfile" ? "." : file.path.slice(0, -"/Dockerfile".length);
  const service = modelOf(file.spec).services.find(({ path }) => path === folder);
  if (!service) throw new Error(`no service in ${folder}`);
  return service;
};

test("there are Dockerfiles to judge", () => expect(files.length).toBeGreaterThan(8));

describe.each(files)("$name", (file) => {
  const stages = stagesOf(file.text);
  const service = serviceOf(file);
  const deployed = last(stages);
  const builds = (keyword: string): readonly string[] => stages.flatMap((stage) => said(stages, stage, keyword));

  test("fetches no frontend and no moving image", () => {
    expect(file.text).not.toMatch(/^#\s*syntax=/m);
    const names = new Set(stages.map(({ name }) => name));
    for (const { image } of stages.filter((stage) => !names.has(stage.image) && stage.image !== "scratch")) {
      expect(image).toMatch(/^[a-z/-]+:[a-z0-9.-]*\d[a-z0-9.-]*$/);
      expect(image).not.toMatch(/latest|alpine/);
    }
  });

  test("names every stage once, and copies only from stages and from the scripts", () => {
    const names = stages.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const one of stages.flatMap(({ instructions }) => instructions)) {
      if (one.getKeyword() !== "COPY") continue;
      const from = sourceOf(one);
      if (from !== undefined) expect([...names, "scripts"]).toContain(from);
    }
  });

  test("ends with a user that is not root, by number", () => {
    for (const stage of stages.filter(({ name }) => ["development", "migrate", "runtime"].includes(name))) {
      expect(said(stages, stage, "USER").at(-1), stage.name).toMatch(/^[1-9]\d*(:[1-9]\d*)?$/);
    }
  });

  test("uses pnpm only where it is installed", () => {
    for (const stage of stages) {
      const runs = said(stages, stage, "RUN");
      const use = runs.findIndex((run) => /(^|\s)pnpm (install|run|prune)/.test(run));
      const install = runs.findIndex((run) => /npm install --global .*pnpm/.test(run));
      if (use >= 0) expect(install, stage.name).toBeGreaterThanOrEqual(0);
      if (use >= 0) expect(install).toBeLessThan(use);
    }
  });

  test("installs what is locked, and generates the client between the sources and the build", () => {
    expect(builds("RUN").some((run) => /npm ci$|pnpm install --frozen-lockfile$/.test(run))).toBe(true);
    const build = stages.find(({ name }) => name === "build");
    if (!service.image.prisma || !build) return;
    const runs = said(stages, build, "RUN");
    const generate = runs.findIndex((run) => run.endsWith("prisma generate"));
    expect(generate).toBeGreaterThan(0);
    expect(runs.findIndex((run) => /npm run .*build$|npm run build$/.test(run))).toBeGreaterThan(generate);
  });

  test("ships what was built and pruned, and nothing of an earlier stage", () => {
    if (deployed.name === "development") return expect(service.deploy).toBe(false);
    const copied = deployed.instructions.filter((one) => one.getKeyword() === "COPY").map(sourceOf);
    expect(copied).toContain("build");
    // Without a stage it is a text of the Dockerfile's own.
    for (const from of copied) expect([undefined, "build", "certificates"]).toContain(from);
    if (service.framework === "vite") return;
    const build = stages.find(({ name }) => name === "build");
    expect(build && said(stages, build, "RUN").join("\n")).toMatch(/prune --(prod|omit=dev)/);
    expect(said(stages, deployed, "ENV")).toContain("NODE_ENV=production");
  });

  test("is asked whether it is well exactly where it listens, with time left for the probe's own patience", () => {
    const checks = deployed.instructions.filter((one) => one.getKeyword() === "HEALTHCHECK") as Healthcheck[];
    expect(checks.length).toBe(service.port === undefined || !service.deploy ? 0 : 1);
    for (const check of checks) {
      const timeout = check
        .getFlags()
        .find((flag) => flag.getName() === "timeout")
        ?.getValue();
      expect(Number(timeout?.replace(/s$/, ""))).toBeGreaterThan(5);
      expect(check.getArgumentsContent()).toMatch(/^CMD \["(node|curl)", /);
      expect(check.getArgumentsContent()).toContain(`127.0.0.1:${service.port}${service.health}`);
    }
  });

  test("holds no secret", () => {
    for (const one of [...builds("ENV"), ...builds("ARG")]) {
      expect(one).not.toMatch(/PASSWORD|SECRET|TOKEN|API_?KEY|DATABASE_URL/i);
    }
    expect(file.text).not.toMatch(/:\/\/[^/\s:]+:[^/\s@]+@/);
  });
});
