// Secrets: the user's own, whose values never pass through the program, and the URLs that the program composes.
import type { Resource } from "#schema/graph.ts";
import type { Secret } from "#schema/model.ts";
import { kebabCase, type Names } from "#schema/names.ts";
import type { Path } from "#schema/path.ts";
import { above, behind, ref, type Value } from "#schema/value.ts";
import { type Part, resource, type Scope } from "./scope.ts";

/** The key of a secret that the spec declares. */
export const secretKey = (name: string): string => `secret-${kebabCase(name)}`;

/** The user's secrets, each with a first version, so that a task that reads one can start at all. */
export function secrets(scope: Scope): Part {
  return { resources: scope.model.secrets.flatMap((secret) => userSecret(scope, secret)) };
}

function userSecret(scope: Scope, { name, description }: Secret): readonly Resource[] {
  const key = secretKey(name);
  const because: Path = ["secrets", name];
  return [
    holder(scope, {
      key,
      because,
      module: "secrets",
      name: (names) => names.secret(name),
      description: scope.at([...because, "description"], description),
    }),
    resource(
      `${key}-initial`,
      "aws:secretsmanager/secretVersion:SecretVersion",
      "secrets",
      because,
      { secretId: ref(key, "id"), secretString: behind("until the real value is put in", "unset") },
      {
        why: "The real value is put in with `aws secretsmanager put-secret-value`, so that it stands in no file and in no state.",
        options: { ignoreChanges: ["secretString"] },
      },
    ),
  ];
}

/** What a composed secret is made of. */
interface Composed {
  /** `secret-database-url`; its version's key has `-version` behind. */
  readonly key: string;
  readonly module: string;
  readonly because: Path;
  readonly name: (names: Names) => string;
  readonly description: string;
  /** The secret itself, from the outputs of other resources. */
  readonly value: Value;
}

/** A secret whose value the program composes: it exists encrypted in the stack's state and in Secrets Manager alone. */
export function composedSecret(scope: Scope, composed: Composed): readonly Resource[] {
  const { key, module, because, value } = composed;
  return [
    holder(scope, composed),
    resource(`${key}-version`, "aws:secretsmanager/secretVersion:SecretVersion", module, because, {
      secretId: ref(key, "id"),
      secretString: value,
    }),
  ];
}

type Holder = Pick<Composed, "key" | "module" | "because" | "name"> & { readonly description: Value };

function holder(scope: Scope, { key, module, because, name, description }: Holder): Resource {
  return resource(key, "aws:secretsmanager/secret:Secret", module, because, {
    name: scope.named(name),
    description,
    recoveryWindowInDays: above(
      "A deleted secret keeps its name for this long, and can be restored until then.",
      scope.at(["protect"], scope.environment.protect ? 30 : 7),
    ),
  });
}
