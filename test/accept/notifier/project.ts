// The notifier as it is generated for the reference spec: its file, and what its resource says of routes and variables.
import { notifier } from "#src/lower/notifier.ts";
import { scopeOf } from "#src/lower/scope.ts";
import { render } from "#src/render.ts";
import type { Model } from "#schema/model.ts";
import { type Archive, isTag, type Value } from "#schema/value.ts";
import { modelOf, REFERENCE } from "../../laws/lowered.ts";

/** The model of the reference spec. */
export const referenceModel = (): Model => modelOf(REFERENCE);

/** The handler's text. */
export function handlerText(): string {
  const path = "infra/notifier/index.mjs";
  const [artifact] = render(
    [{ kind: "template", path, target: "pulumi", because: ["alerts"], template: "pulumi/notifier.mjs", view: {} }],
    { source: "sage.yaml" },
  );
  return artifact?.text ?? "";
}

/** What the function of an environment gets: its variables, with the references as `ref:<key>.<attribute>`, and its routes. */
export function notifierOf(model: Model, environmentName: string) {
  const environment = model.environments.find(({ name }) => name === environmentName);
  if (!environment || !model.alerts) throw new Error(`no alerts in ${environmentName}`);
  const resource = notifier(scopeOf(model, environment), model.alerts.channels).find(({ key }) => key === "notifier");
  const { environment: settings, code } = resource?.properties ?? {};
  const routes = (code as Archive).files["routes.json"] as { text: Value };
  return {
    variables: (plain(settings ?? null, environmentName) as { variables: Record<string, string> }).variables,
    routes: plain(routes.text, environmentName) as string,
    alarms: environment.alarms,
  };
}

/** A value as the program would see it when it runs in an environment. */
export function plain(value: Value, environment: string): unknown {
  if (Array.isArray(value)) return value.map((item: Value) => plain(item, environment));
  if (value === null || typeof value !== "object") return value;
  if (!isTag(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, environment)]));
  if (value.$ === "from" || value.$ === "note") return plain(value.value, environment);
  if (value.$ === "stack") return environment;
  if (value.$ === "ref") return `ref:${value.to}.${value.attribute}`;
  if (value.$ === "join") return value.parts.map((part) => String(plain(part, environment))).join("");
  if (value.$ === "json") return JSON.stringify(plain(value.value, environment));
  throw new Error(`the tag ${value.$} is not for a resource`);
}
