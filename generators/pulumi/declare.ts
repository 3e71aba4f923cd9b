// Resources, lookups and outputs as declarations of the program.
import type { Value } from "#schema/value.ts";
import { above, call, choice, code, from } from "#schema/value.ts";
import { express, property } from "./express.ts";
import type { Scene, Standing } from "./scene.ts";
import { guard } from "./guard.ts";
import type { Merged, MergedLookup, MergedOutput, MergedResource, Part } from "./merged.ts";
import { isEmpty } from "./merged.ts";
import { typeName } from "./words.ts";

/** `export const name = value;`, with the comments that the value carries. */
export interface Declaration {
  readonly name: string;
  readonly value: Value;
}

function standingOf(scene: Scene, subject: string): Standing {
  return { scope: scene.everywhere, known: NOTHING, subject };
}

const NOTHING: ReadonlySet<string> = new Set();

/** `export const zones = aws.getAvailabilityZonesOutput({…});` */
export function declareLookup({ key, type, why, because, arguments: args }: MergedLookup, scene: Scene): Declaration {
  const { package: owner, name } = typeName(type);
  scene.word(owner);
  const given = isEmpty(args) ? [] : [express(args, standingOf(scene, key), scene)];
  return { name: scene.variableOf(key), value: explained(why, from(because, call(`${name}Output`, ...given))) };
}

/** `export const vpc = new aws.ec2.Vpc("vpc", {…}, {…});`, behind a test where not every environment has it. */
export function declareResource(resource: MergedResource, scene: Scene): Declaration {
  const { key, type, where, because, why, name, properties, options } = resource;
  const { package: owner, name: className } = typeName(type);
  scene.word(owner);
  const whole: Merged = options === undefined ? [name, properties] : [name, properties, options];
  const { test, inner } = guard({ $: "part", value: whole, where, because }, standingOf(scene, key), scene);
  const given = [express(name, inner, scene)];
  // Empty properties are left out where nothing follows them.
  if (options !== undefined || !isEmpty(properties)) given.push(express(properties, inner, scene));
  if (options !== undefined) given.push(express(options, inner, scene));
  const made = call(`new ${className}`, ...given);
  const value = test === undefined ? made : choice(code(test), made, code("undefined"));
  return { name: scene.variableOf(key), value: explained(why, from(because, value)) };
}

/** `export const vpcId = vpc.id;` */
export function declareOutput({ name, where, because, value }: MergedOutput, scene: Scene): Declaration {
  const part: Part = { $: "part", value, where, because };
  return { name, value: property(part, standingOf(scene, name), scene) };
}

function explained(why: string | undefined, value: Value): Value {
  return why === undefined ? value : above(why, value);
}
