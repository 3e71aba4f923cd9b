// What the developer's own file holds: the values that compose puts where the repository may hold none.
import type { Model, Secret } from "#schema/model.ts";
import { screamingCase } from "#schema/names.ts";
import { byText } from "#schema/order.ts";
import { from, type Value } from "#schema/value.ts";

/** The password of the local database. */
export const POSTGRES_PASSWORD = "POSTGRES_PASSWORD";

/**
 * The variable of a secret: named after the secret, because two services may give one name to different secrets.
 */
export const variableOf = (secret: string): string => screamingCase(secret);

/** A variable without which compose refuses to start, saying where it belongs. */
export const required = (model: Model, name: string): Value =>
  from(["local", "envFile"], { $: "variable", name, required: `set it in ${model.local.envFile}` });

/** The secrets that services take, sorted; what only the alarms use stays in AWS. */
export function localSecrets(model: Model): readonly Secret[] {
  const taken = new Set(model.services.flatMap((service) => service.secrets.map(({ secret }) => secret)));
  return model.secrets.filter(({ name }) => taken.has(name)).sort((a, b) => byText(a.name, b.name));
}
