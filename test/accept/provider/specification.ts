// Judges templates by AWS's own published specification of resources, from npm and so on every machine: which properties
// there are, which are required, of which type, and which values are allowed.
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Data } from "../pulumi/expected.ts";
import { install } from "../pulumi/sdk.ts";
import type { Fields } from "./shaping.ts";
import type { Template } from "./template.ts";

type Type =
  | { readonly type: "string" | "integer" | "number"; readonly allowedValues?: readonly (string | number)[] }
  | { readonly type: "boolean" | "json" | "tag" | "date-time" | "null" }
  | { readonly type: "array" | "map"; readonly element: Type }
  | { readonly type: "union"; readonly types: readonly Type[] }
  | { readonly type: "ref"; readonly reference: { readonly $ref: string } };
interface Property {
  readonly type: Type;
  readonly required?: boolean;
}
type Properties = Readonly<Record<string, Property>>;
interface Database {
  lookup(
    kind: "resource",
    index: "cloudFormationType",
    how: "equals",
    type: string,
  ): readonly { readonly properties: Properties }[];
  get(kind: "typeDefinition", id: string): { readonly properties: Properties };
}

/** What the specification has against one resource. */
export interface Objection {
  /** The resource's name in the graph. */
  readonly name: string;
  readonly text: string;
}

/** Every objection of the specification to a template. */
export type Judge = (template: Template) => readonly Objection[];

/** Reads the specification (a second), and gives its judge. */
export function specification(): Judge {
  const load = createRequire(join(install("accept/provider/sdk"), "judge.js"))("@aws-cdk/aws-service-spec") as {
    loadAwsServiceSpecSync(): Database;
  };
  const database = load.loadAwsServiceSpecSync();
  return ({ resources, names }) =>
    Object.entries(resources).flatMap(([id, { Type, Properties }]) => {
      const [known] = database.lookup("resource", "cloudFormationType", "equals", Type);
      const texts = known ? objections(Properties, known.properties, Type, database) : [`there is no type ${Type}`];
      return texts.map((text) => ({ name: names.get(id) ?? id, text }));
    });
}

function objections(said: Fields, known: Properties, where: string, database: Database): readonly string[] {
  const missing = Object.entries(known).filter(([key, { required }]) => required === true && said[key] === undefined);
  return [
    ...missing.map(([key]) => `${where}: ${key} is required`),
    ...Object.entries(said).flatMap(([key, value]) => {
      const property = known[key];
      if (!property) return [`${where}: there is no property ${key}`];
      return wrong(value, property.type, `${where}.${key}`, database);
    }),
  ];
}

/** What is wrong with a value; one that AWS alone knows is right. */
function wrong(value: Data, type: Type, where: string, database: Database): readonly string[] {
  if (isFunction(value)) return [];
  switch (type.type) {
    case "ref":
      return isMap(value)
        ? objections(value, database.get("typeDefinition", type.reference.$ref).properties, where, database)
        : [`${where}: an object is wanted`];
    case "array":
      return Array.isArray(value)
        ? value.flatMap((one: Data, at) => wrong(one, type.element, `${where}[${at}]`, database))
        : [`${where}: a list is wanted`];
    case "map":
      return isMap(value)
        ? Object.entries(value).flatMap(([key, one]) => wrong(one, type.element, `${where}.${key}`, database))
        : [`${where}: a map is wanted`];
    case "union": {
      const all = type.types.map((one) => wrong(value, one, where, database));
      return all.some((one) => one.length === 0) ? [] : (all[0] ?? []);
    }
    case "string":
    case "integer":
    case "number":
      return scalar(value, type, where);
    case "boolean":
      return typeof value === "boolean" ? [] : [`${where}: true or false is wanted`];
    default:
      return [];
  }
}

function scalar(
  value: Data,
  { type, allowedValues }: Extract<Type, { type: "string" | "integer" | "number" }>,
  where: string,
): readonly string[] {
  const wanted = type === "string" ? "string" : "number";
  if (typeof value !== wanted) return [`${where}: a ${wanted} is wanted, not ${JSON.stringify(value)}`];
  if (type === "integer" && !Number.isInteger(value)) return [`${where}: a whole number is wanted`];
  if (!allowedValues || allowedValues.includes(value as string | number)) return [];
  return [`${where}: ${String(value)} is none of ${allowedValues.join(", ")}`];
}

const isMap = (value: Data): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
const isFunction = (value: Data): boolean =>
  isMap(value) && ("Ref" in value || "Fn::Sub" in value || "Fn::GetAtt" in value);
