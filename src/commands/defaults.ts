// explain --defaults: what holds that nobody wrote: every path that the spec leaves out, its value, its unit and why.
import { valueAt } from "#schema/data.ts";
import type { Model, Service } from "#schema/model.ts";
import { formatPath, type Path } from "#schema/path.ts";
import { loadSpecs } from "#src/load.ts";
import type { Answer } from "./answer.ts";
import { languageIn, ofAny, type Schema, unitOf, wordsOf } from "./language.ts";
import { read, type Reading, verdict } from "./reading.ts";

/** A path that the spec leaves out. */
interface Default {
  readonly path: string;
  /** What holds; null where there is nothing then. */
  readonly value: unknown;
  readonly unit: string | null;
  /** What the key is, and what holds without it. */
  readonly why: string;
}

/** Every default in force of one spec; of a refused one its findings. `home` is the package's folder. */
export async function explainDefaults(
  home: string,
  named: readonly string[] | undefined,
  cwd: string,
): Promise<Answer> {
  const [spec] = loadSpecs(named, cwd);
  if (!spec) throw new Error("no spec was loaded");
  const reading = await read(spec);
  const { model } = reading;
  if (!model) return { ok: false, readings: [reading], closing: (paint) => verdict(reading, paint) };
  const defaults = defaultsOf(languageIn(home), reading, model);
  const width = (text: (one: Default) => string): number => Math.max(...defaults.map((one) => text(one).length));
  const [first, second] = [width(({ path }) => path), Math.min(width(shown), 32)];
  return {
    ok: true,
    readings: [{ ...reading, diagnostics: [] }],
    fields: { spec: spec.file, defaults },
    closing: (paint) =>
      defaults
        .map(
          (one) =>
            `${paint("strong", one.path.padEnd(first))}  ${shown(one).padEnd(second)}  ${paint("quiet", one.why)}\n`,
        )
        .join(""),
  };
}

function shown({ value, unit }: Default): string {
  const text = value === null ? "–" : typeof value === "string" ? value : JSON.stringify(value);
  return unit !== null && typeof value === "number" ? `${text} (${unit})` : text;
}

function defaultsOf(language: Schema, { document }: Reading, model: Model): readonly Default[] {
  const found: Default[] = [];
  const visit = (node: Schema, data: unknown, path: Path): void => {
    for (const [key, inner] of Object.entries(node.properties ?? {})) {
      const [place, value] = [[...path, key], valueAt(data, [key])];
      if (!isInForce(place, model) || (key === "statistic" && valueAt(data, ["metric"]) !== "custom")) continue;
      const isSection = typeof inner.default === "object" && inner.properties !== undefined;
      if (value !== undefined || isSection) visit(inner, value ?? {}, place);
      else if (!node.required?.includes(key)) found.push(told(inner, place, model));
    }
    const named = ofAny(node);
    // An environment is as the rest of the spec in what it leaves out.
    if (named) for (const key of keysOf(data)) visit(named, valueAt(data, [key]), [...path, key]);
  };
  visit(language, document?.data, []);
  return found.filter(({ value, why }) => value !== null || !/Left out (?:for|where) /.test(why));
}

function told(node: Schema, path: Path, model: Model): Default {
  const { meaning, leftOut } = wordsOf(node);
  const value = node.default ?? followed(path, model) ?? null;
  return {
    path: formatPath(path),
    value,
    unit: unitOf(node, path.at(-1)) ?? null,
    why: [meaning, leftOut].filter((part) => part !== "").join(" "),
  };
}

const keysOf = (data: unknown): readonly string[] =>
  typeof data === "object" && data !== null ? Object.keys(data).filter((key) => !key.startsWith("x-")) : [];

/** What follows from other keys where it is left out. */
function followed(path: Path, model: Model): unknown {
  const [section, name, key, leaf] = path.map(String);
  const [environment] = model.environments;
  const whole: Readonly<Record<string, unknown>> = {
    description: model.description,
    targets: model.targets,
    environments: model.environments.map(({ name }) => name),
    "network.subnets":
      environment &&
      Object.fromEntries(
        (["public", "private", "database"] as const).flatMap((kind) => {
          const blocks = environment.network.zones.flatMap((zone) => zone[kind] ?? []);
          return blocks.length > 0 ? [[kind, blocks]] : [];
        }),
      ),
    "database.name": model.database?.name,
    "database.username": model.database?.username,
    "alerts.topic": model.alerts?.topic,
    "local.network": model.local.network,
    "local.database.username": model.local.database.username,
    "operations.migration.service": model.migration?.service,
  };
  if (section === "services") return ofService(model, name ?? "", key ?? "", leaf);
  if (section === "environments" && key === "protect") return false;
  if (section === "alerts" && leaf === "statistic") return "Sum";
  return whole[path.join(".")];
}

function ofService(model: Model, name: string, key: string, leaf: string | undefined): unknown {
  const service = model.services.find((one) => one.name === name);
  const [deployed] = model.environments.flatMap(({ services }) => services.filter((one) => one.name === name));
  if (!service) return undefined;
  if (key === "scale") return leaf === "max" ? deployed?.scale.max : percent(deployed?.scale.cpuPercent);
  if (key === "route") return leaf === "priority" ? deployed?.route?.priority : undefined;
  const values: Readonly<Record<string, unknown>> = {
    path: service.path,
    health: service.health,
    uses: (["database", "cache"] as const).filter((store) => service.uses[store]),
    databaseConnections: service.databaseConnections,
  };
  return values[key];
}

const percent = (share: number | undefined): string | undefined => (share === undefined ? undefined : `${share}%`);

/** Whether a key does anything where it stands: a default that does nothing is in no force. */
function isInForce(path: Path, model: Model): boolean {
  const [section, name, key, leaf] = path.map(String);
  if (section === "environments") return path.length <= 2 || key === "account" || key === "protect";
  if (section === "local") return isLocal(name, model);
  const service = section === "services" ? model.services.find((one) => one.name === name) : undefined;
  return service === undefined || key === undefined || isOfService(service, key, leaf, model);
}

function isLocal(name: string | undefined, model: Model): boolean {
  if (!model.targets.includes("compose")) return false;
  return name === "database" ? model.database !== undefined : name !== "cache" || model.cache !== undefined;
}

const OF_DEPLOYED = ["architecture", "certificate", "expose", "internet", "route", "scale", "start", "task"];
const OF_BUILT = ["node", "prisma", "entry", "packageManager"];

function isOfService(service: Service, key: string, leaf: string | undefined, model: Model): boolean {
  const { framework, deploy, port, expose, uses } = service;
  if (!deploy && (OF_DEPLOYED.includes(key) || leaf === "maxSize")) return false;
  if (port === undefined && ["health", "expose"].includes(key)) return false;
  if (expose !== "public" && ["route", "certificate"].includes(key)) return false;
  if (key === "databaseConnections") return uses.database;
  if (key === "uses") return model.database !== undefined || model.cache !== undefined;
  if (key === "scale" && leaf === "cpu")
    return model.environments.some(({ services }) =>
      services.some((one) => one.name === service.name && one.scale.cpuPercent !== undefined),
    );
  if (key !== "image" || leaf === undefined) return true;
  if (framework === "custom") return !OF_BUILT.includes(leaf);
  return framework !== "vite" || !["prisma", "entry"].includes(leaf);
}
