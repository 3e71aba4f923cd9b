// The program's words: identifiers made from names, such that different names never share one.
import type { Path } from "#schema/path.ts";

/**
 * The variable of a resource or lookup: `nat-b` as `natB`. A digit keeps its hyphen as an underscore, so that
 * `api-1-task` and `api1-task` stay two.
 */
export function variable(key: string): string {
  let hyphen = key.indexOf("-");
  if (hyphen === -1) return key;
  let name = key.slice(0, hyphen);
  while (hyphen !== -1) {
    const next = key.indexOf("-", hyphen + 1);
    const word = key.slice(hyphen + 1, next === -1 ? undefined : next);
    name += word >= "a" && word < "{" ? capital(word) : `_${word}`;
    hyphen = next;
  }
  return name;
}

/** `min` as `Min`. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/**
 * `services.backend.env.LOG_LEVEL` as `backendEnvLogLevel`: short, but not always unique. A block of a subnet goes by
 * its zone's letter.
 */
export function camelPath(path: Path): string {
  const steps = path[0] === "services" && path.length > 2 ? path.slice(1) : path;
  const words = steps
    .map((step) => (typeof step === "number" && path[1] === "subnets" ? String.fromCharCode(97 + step) : String(step)))
    .flatMap((step) => step.split(/[^A-Za-z0-9]+/))
    .filter((word) => word !== "")
    .map((word) => (word === word.toUpperCase() ? word.toLowerCase() : word));
  const [first = "", ...rest] = words;
  return first.slice(0, 1).toLowerCase() + first.slice(1) + rest.map(capital).join("");
}

/** Whether a word can't be a variable of ours: the language's, or the program's own names. */
export function isReserved(word: string): boolean {
  return RESERVED.has(word);
}

const RESERVED: ReadonlySet<string> = new Set(
  (
    "arguments as async await break case catch class const continue debugger default delete do else enum eval export " +
    "extends false finally for function if implements import in instanceof interface let new null package private " +
    "protected public return static super switch this throw true try typeof undefined var void while with yield " +
    "aws config prefix pulumi random stack String JSON"
  ).split(" "),
);

/** A resource's class or a lookup's function, from Pulumi's token: `aws:ec2/vpc:Vpc` as `aws.ec2.Vpc`. */
export function typeName(token: string): { readonly package: string; readonly name: string } {
  const colon = token.indexOf(":");
  const slash = token.indexOf("/", colon);
  const last = token.indexOf(":", slash);
  if (colon < 1 || slash < 0 || last < 0) throw new Error(`not a Pulumi token: ${token}`);
  const owner = token.slice(0, colon);
  const section = token.slice(colon + 1, slash);
  const name = token.slice(last + 1);
  return { package: owner, name: section === "index" ? `${owner}.${name}` : `${owner}.${section}.${name}` };
}
