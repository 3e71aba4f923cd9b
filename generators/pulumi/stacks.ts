// The stacks: a file of config for each environment, and config.ts, which reads it for the program.
import type { Draft } from "#schema/draft.ts";
import type { Environment } from "#schema/model.ts";
import { originOf } from "#schema/origin.ts";
import { byText } from "#schema/order.ts";
import { formatPath } from "#schema/path.ts";
import type { Value, ValueMap, View } from "#schema/value.ts";
import { bare, call, code, from, template } from "#schema/value.ts";
import type { Program } from "./uses.ts";
import type { Setting } from "./settings.ts";
import { isOptional, isRegion, UNASKED } from "./settings.ts";

/** A setting that the program reads, under its name. */
interface Named extends Setting {
  readonly name: string;
}

/** The settings that are really read, by name. */
export function readSettings({ settings, names }: Program, used: ReadonlySet<number>): readonly Named[] {
  return settings
    .all()
    .filter((setting) => used.has(setting.number))
    .map((setting) => ({ ...setting, name: names[setting.number] ?? "" }))
    .sort((a, b) => byText(a.name, b.name));
}

/** `Pulumi.<environment>.yaml`. */
export function draftStack(
  { model }: Program,
  environment: Environment,
  at: number,
  settings: readonly Named[],
): Draft {
  const base = ["environments", environment.name];
  const own = settings.flatMap((setting): [string, Value][] => {
    const value = setting.values[at];
    if (isRegion(setting) || value === undefined || value === UNASKED) return [];
    return [[`${model.project}:${setting.name}`, from(originOf(environment, setting.path), value)]];
  });
  const account = environment.account;
  return {
    kind: "yaml",
    dialect: "plain",
    path: `infra/Pulumi.${environment.name}.yaml`,
    target: "pulumi",
    because: base,
    intro: `The environment ${environment.name}: what of the infrastructure is its own.`,
    value: {
      config: {
        ...(account === undefined ? {} : { "aws:allowedAccountIds": [from([...base, "account"], account)] }),
        "aws:defaultTags": { tags: tagsOf(model.project, environment) },
        "aws:region": from(originOf(environment, ["region"]), environment.region),
        ...Object.fromEntries(own),
      },
    },
  };
}

/** What every resource of the stack is tagged with; the spec's own tags win. */
function tagsOf(project: string, environment: Environment): ValueMap {
  const own = environment.tags.map(({ name, value }): [string, Value] => [
    name,
    from(originOf(environment, ["tags", name]), value),
  ]);
  return {
    Project: from(["project"], project),
    Environment: from(["environments", environment.name], environment.name),
    ...Object.fromEntries(own),
  };
}

/** `config.ts`; undefined where the program needs nothing of it. */
export function draftConfig(
  { model }: Program,
  settings: readonly Named[],
  words: ReadonlySet<string>,
): Draft | undefined {
  const hasStack = words.has("stack");
  const stack = hasStack ? "stack" : "pulumi.getStack()";
  const constants: View[] = [];
  if (hasStack)
    constants.push({
      comment: "The environment, which is the name of the stack.",
      name: "stack",
      value: code("pulumi.getStack()"),
    });
  if (words.has("prefix")) {
    const value = from(["project"], template(undefined, `${model.project}-`, code(stack)));
    constants.push({ comment: "What the names of an environment start with.", name: "prefix", value });
  }
  if (constants.length + settings.length === 0) return undefined;
  return {
    kind: "template",
    path: "infra/config.ts",
    target: "pulumi",
    because: ["project"],
    template: "pulumi/config.ts",
    view: { constants, settings: settings.map(settingView), own: settings.some((setting) => !isRegion(setting)) },
  };
}

function settingView(setting: Named): View {
  const { name, path } = setting;
  const value = isRegion(setting)
    ? code('new pulumi.Config("aws").require("region")')
    : call(`config.${reader(setting)}`, name);
  return { name, path: formatPath(path), value: from(path, value) };
}

/** The reading function of Pulumi's config for a setting's type. */
function reader(setting: Setting): string {
  const [sample = null] = setting.values.flatMap((value) =>
    value === undefined || value === UNASKED ? [] : [bare(value)],
  );
  const verb = isOptional(setting) ? "get" : "require";
  if (typeof sample === "string") return verb;
  if (typeof sample === "number") return `${verb}Number`;
  if (typeof sample === "boolean") return `${verb}Boolean`;
  if (!Array.isArray(sample)) throw new Error(`no type for the setting ${formatPath(setting.path)}`);
  return `${verb}Object<${typeof sample[0]}[]>`;
}
