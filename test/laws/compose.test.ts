// Every docker-compose.yml with its .env.example: what must never stand in one, and what must fit together.
import { describe, expect, test } from "vitest";
import YAML from "yaml";
import { compile } from "#src/compile.ts";
import { modelOf, SPECS } from "./lowered.ts";

interface ComposeService {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly target?: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly container_name?: string;
}
interface ComposeFile {
  readonly name: string;
  readonly version?: string;
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes?: object;
}

const wanted = SPECS.filter(([, text]) => modelOf(text).targets.includes("compose"));
const cases = wanted.map(([name, text]) => {
  const { artifacts } = compile(text, "sage.yaml", ["compose", "docker"]);
  const files = new Map(artifacts.map((artifact) => [artifact.path, artifact.text]));
  const source = files.get("docker-compose.yml") ?? "";
  return { name, model: modelOf(text), files, source, example: files.get(".env.example") ?? "" };
});

describe.each(cases)("$name", ({ model, files, source, example }) => {
  const file = YAML.parse(source) as ComposeFile;
  const services = Object.entries(file.services);

  test("holds every service and store of the spec, under the project's name", () => {
    expect(file.name).toBe(model.project);
    expect(file.version).toBeUndefined();
    const stores = [...(model.database ? ["postgres"] : []), ...(model.cache ? ["valkey"] : [])];
    const migrate = model.migration && model.database ? ["migrate"] : [];
    const names = [...stores, ...migrate, ...model.services.map(({ name }) => name)];
    expect(Object.keys(file.services)).toEqual(names);
  });

  test("reads the same by YAML 1.1", () => {
    expect(YAML.parse(source, { version: "1.1" })).toEqual(file);
  });

  test("publishes ports on this machine alone, each once", () => {
    const ports = services.flatMap(([, service]) => service.ports ?? []);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    const host = ports.map((port) => port.split(":")[1]);
    expect(new Set(host).size).toBe(host.length);
  });

  test("keeps containers scalable and images pinned", () => {
    for (const [, service] of services) {
      expect(service.container_name).toBeUndefined();
      if (service.image !== undefined) expect(service.image).toMatch(/:\d/);
      expect(Boolean(service.image) !== Boolean(service.build)).toBe(true);
    }
  });

  test("builds stages that the Dockerfiles have", () => {
    for (const [, { build }] of services) {
      if (build?.target === undefined) continue;
      const folder = build.context.replace(/^\.\/?/, "");
      const dockerfile = files.get(folder === "" ? "Dockerfile" : `${folder}/Dockerfile`);
      expect(dockerfile).toMatch(new RegExp(`^FROM \\S+ AS ${build.target}$`, "m"));
    }
  });

  test("mounts the database's data where its image keeps them", () => {
    if (!model.database) return expect(file.volumes).toBeUndefined();
    const folder = model.database.major >= 18 ? "/var/lib/postgresql" : "/var/lib/postgresql/data";
    expect(file.services["postgres"]?.volumes).toEqual([`postgres-data:${folder}`]);
  });

  test("waits for what can be waited for", () => {
    for (const [, service] of services) {
      for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
        const waited = file.services[name];
        if (condition === "service_healthy") expect(waited?.healthcheck).toBeDefined();
        else expect([name, condition]).toEqual(["migrate", "service_completed_successfully"]);
      }
    }
  });

  test("takes each secret from the developer's file, whose example names it and gives no value", () => {
    const used = new Set([...source.matchAll(/(?<!\$)\$\{([A-Z0-9_]+)(:\?[^}]*)?\}/g)].map(([, name]) => name));
    const named = [...example.matchAll(/^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/gm)];
    expect(named.map(([, name]) => name).toSorted()).toEqual([...used].toSorted());
    for (const [line, , value] of named) expect(value, line).toBe("");
    for (const { name, secrets } of model.services) {
      for (const variable of secrets) {
        expect(file.services[name]?.environment?.[variable.name]).toMatch(/^\$\{[A-Z0-9_]+:\?.+\}$/);
      }
    }
  });

  test("gives the application what it finds in ECS", () => {
    for (const { name, uses, databaseConnections } of model.services) {
      const environment = file.services[name]?.environment ?? {};
      expect("DATABASE_URL" in environment).toBe(uses.database);
      expect("REDIS_URL" in environment).toBe(uses.cache);
      if (uses.database) expect(environment["DATABASE_POOL_MAX"]).toBe(String(databaseConnections));
      for (const ttl of uses.cache ? (model.cache?.ttl ?? []) : []) {
        expect(environment[ttl.variable]).toBe(String(ttl.seconds));
      }
      if (uses.database)
        expect(() => new URL(String(environment["DATABASE_URL"]).replace(/\$\{[^}]*\}/, "x"))).not.toThrow();
      if (uses.cache) expect(new URL(String(environment["REDIS_URL"])).protocol).toBe("redis:");
    }
  });
});
