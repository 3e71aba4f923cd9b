// How a type is said in CloudFormation's words, and small moves from one shape of properties to another.
import type { Data } from "../pulumi/expected.ts";

/** The properties of a resource, or of something in it. */
export interface Fields {
  readonly [key: string]: Data;
}

/** How one type is said. */
export interface Words {
  readonly renamed?: Readonly<Record<string, string>>;
  /** Properties that CloudFormation has elsewhere or not at all, with the reason. */
  readonly left?: Readonly<Record<string, string>>;
  /** What the names alone do not do, before properties are renamed. */
  readonly shape?: (inputs: Fields, name: string) => Fields;
  /** The resource that it is a part of: the property that says which one, by its reference or its name. */
  readonly partOf?: string;
}

/** Why a property of the provider's is none of CloudFormation's. */
export const OPTION = "an option of deletion, which templates have beside the properties";

/** A map whose keys are the user's own, and stay as they are. */
export const kept = (value: Data): Data => ({ [KEPT]: value });
export const KEPT = "$kept";

/** A JSON text as the data that it holds; a text that is none stays what it is, for a judge to see. */
export function parsed(text: Data | undefined): Data {
  if (typeof text !== "string") return text ?? null;
  try {
    return JSON.parse(text) as Data;
  } catch {
    return text;
  }
}

/** A property that holds a policy's JSON text, as the document itself. */
export const policy =
  (from: string, to: string) =>
  (inputs: Fields): Fields => {
    const { [from]: text, ...rest } = inputs;
    return text === undefined ? rest : { ...rest, [to]: kept(parsed(text)) };
  };

/** Another shape for one property, if it is there. */
export const move =
  (key: string, to: (value: Data) => Fields) =>
  (inputs: Fields): Fields => {
    const { [key]: value, ...rest } = inputs;
    return value === undefined ? rest : { ...rest, ...to(value) };
  };

/** A map with other names for its keys, and others for those of the maps in it. */
export function keyed(
  value: Data,
  names: Readonly<Record<string, string>>,
  inner: Readonly<Record<string, string>> = {},
): Fields {
  return Object.fromEntries(
    Object.entries(value as Fields).map(([key, one]) => [
      names[key] ?? key,
      typeof one === "object" && one !== null && !Array.isArray(one) ? keyed(one, inner) : one,
    ]),
  );
}

/** A list of names and values as a map; what else stands in the list is CloudFormation's own affair. */
export function attributes(list: Data, name: string, known: readonly string[] = []): Data {
  const entries = (list as readonly Fields[]).map(({ [name]: key, value, ...rest }): [string, Data] => {
    const odd = Object.keys(rest).find((one) => !known.includes(one));
    if (odd !== undefined) throw new Error(`a parameter has ${odd}`);
    return [String(key), value ?? null];
  });
  return kept(Object.fromEntries(entries));
}
