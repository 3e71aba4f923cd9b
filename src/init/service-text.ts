// One service in the text of a first spec.
import { row, scalar } from "./line.ts";
import type { Proposal, ProposedService } from "./proposal.ts";

/** The lines of a service, with an empty one behind it. */
export function service(one: ProposedService, { database, cache }: Proposal): string {
  const usual = one.framework === "vite" ? [] : stores(database !== undefined, cache !== undefined);
  const uses = one.uses?.filter((store) => stores(database !== undefined, cache !== undefined).includes(store));
  return [
    `  ${scalar(one.name)}:`,
    row(
      4,
      `path: ${scalar(one.path)}`,
      one.framework === "custom"
        ? "its folder, with a Dockerfile of yours"
        : "its folder: package.json, lock file, sources",
    ),
    row(4, `framework: ${one.framework}`, "nestjs | node | vite | custom"),
    ...listening(one),
    ...(one.arm64 ? ["    architecture: arm64"] : []),
    ...(uses === undefined || String(uses) === String(usual)
      ? []
      : [row(4, `uses: [${uses.join(", ")}]`, "of the stores above")]),
    ...(one.calls.length === 0 ? [] : [row(4, `calls: [${one.calls.join(", ")}]`, "each gives it <NAME>_URL")]),
    row(4, "task: { cpu: 256, memory: 512MiB }", "1024 CPU units are one vCPU"),
    row(4, "scale: { min: 1, max: 2, cpu: 70% }", "tasks; `cpu` is what autoscaling aims at"),
    ...image(one),
    ...variables(one),
    "",
  ].join("\n");
}

function stores(database: boolean, cache: boolean): readonly string[] {
  return [...(database ? ["database"] : []), ...(cache ? ["cache"] : [])];
}

function listening({ port, health, expose, route, framework }: ProposedService): readonly string[] {
  if (port === undefined) return [];
  const answers = health ?? "/";
  return [
    row(
      4,
      `port: ${port}`,
      framework === "vite" ? "on the developer's machine, and in AWS" : "also in PORT, which it must listen on",
    ),
    row(
      4,
      `health: ${scalar(answers).replace(/^"(\/[A-Za-z0-9._~/-]*)"$/, "$1")}`,
      "answers 200 when the service is well",
    ),
    row(4, `expose: ${expose}`, expose === "public" ? "behind the load balancer" : "reached by other services alone"),
    ...(route === undefined
      ? []
      : [row(4, `route: { ${requests(route)} }`, "it gets the whole path; or a `host` of its own")]),
  ];
}

const requests = ({ path, priority }: NonNullable<ProposedService["route"]>): string =>
  priority === undefined ? `path: ${path}` : `path: ${path}, priority: ${priority}`;

function image({ packageManager, prisma, node, entry, framework }: ProposedService): readonly string[] {
  if (framework === "custom") return [];
  const keys = [
    ...(node === undefined ? [] : [`node: ${node}`]),
    ...(packageManager === "npm" ? [] : [`packageManager: ${packageManager}`]),
    ...(prisma && framework !== "vite" ? ["prisma: true"] : []),
    ...(entry === undefined || framework === "vite" ? [] : [`entry: ${scalar(entry)}`]),
  ];
  return keys.length === 0 ? [] : [`    image: { ${keys.join(", ")} }`];
}

function variables({ env, open, secrets, framework }: ProposedService): readonly string[] {
  const plain = Object.entries(env);
  const example =
    plain.length + open.length > 0 || framework === "vite"
      ? []
      : [row(4, "# env: { LOG_LEVEL: info }", "plain values, never a secret's")];
  const lines = plain.map(([name, value]) => `      ${name}: ${scalar(value)}`);
  const waiting = open.map((name) =>
    row(lines.length > 0 ? 6 : 4, `# ${name}: …`, "its value was the shell's, or compose's own"),
  );
  const filled = Object.entries(secrets).map(([name, secret]) => `      ${name}: ${secret}`);
  return [
    ...(lines.length > 0 ? ["    env:", ...lines] : []),
    ...example,
    ...waiting,
    ...(filled.length > 0 ? [row(4, "secrets:", "environment variable: the secret that fills it"), ...filled] : []),
  ];
}
