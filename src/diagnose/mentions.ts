// Which environments and services of the spec a log names, in the lines that show a cause.
import type { Model } from "#schema/model.ts";
import { namesOf } from "#schema/names.ts";
import { byText } from "#schema/order.ts";

/** How many lines name each, by its name in the spec. */
export interface Mentions {
  readonly environments: Readonly<Record<string, number>>;
  readonly services: Readonly<Record<string, number>>;
}

/** Counts names. */
export interface Mentioned {
  add(text: string): void;
  all(): Mentions;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function count(map: Map<string, number>, name: string): void {
  map.set(name, (map.get(name) ?? 0) + 1);
}

/** Looks for names as AWS knows them: `sage-staging`, `/ecs/sage-staging/backend`, `(service backend)`. */
export function mentions(model: Model): Mentioned {
  const environments = model.environments
    .map(({ name, account }) => {
      const only = model.environments.filter((other) => other.account === account).length === 1;
      const { prefix } = namesOf(model.project, name);
      const alternatives = [escaped(prefix), `${escaped(model.project)}/${escaped(name)}(?=/)`];
      if (account !== undefined && only) alternatives.push(escaped(account));
      return { name, prefix, pattern: new RegExp(`(?<![\\w-])(?:${alternatives.join("|")})(?!\\w)`) };
    })
    // The longest name first: `shop-eu-test` is not `shop-eu`.
    .sort((a, b) => b.prefix.length - a.prefix.length || byText(a.prefix, b.prefix));
  const services = [...new Set(model.environments.flatMap((one) => one.services.map(({ name }) => name)))].map(
    (name) => {
      const prefixes = environments.map(({ prefix }) => escaped(prefix)).join("|");
      const word = escaped(name);
      return {
        name,
        pattern: new RegExp(
          `(?:\\bservice |(?:${prefixes})[-/]|\\bservice: ?|\\bcontainer: )${word}(?![\\w])|\\b${word}/${word}/[0-9a-f]{32}`,
        ),
      };
    },
  );
  const found = { environments: new Map<string, number>(), services: new Map<string, number>() };
  return {
    add(text) {
      const environment = environments.find(({ pattern }) => pattern.test(text));
      if (environment) count(found.environments, environment.name);
      for (const { name, pattern } of services) if (pattern.test(text)) count(found.services, name);
    },
    all: () => ({ environments: Object.fromEntries(found.environments), services: Object.fromEntries(found.services) }),
  };
}
