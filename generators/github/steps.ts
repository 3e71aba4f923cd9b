// The words of workflows: steps, and the parts that many jobs share, each with its reason where a reader would ask.
import { type ActionPin, ACTIONS, PIPELINE_NODE, RUNNERS } from "#schema/pins.ts";
import { above, behind, expression, join, script, type Value, type ValueMap, type View } from "#schema/value.ts";

/** What a step may say beside its name and what it does. */
interface StepFields {
  readonly id?: string;
  /** A condition. */
  readonly when?: Value;
  readonly env?: ValueMap;
  /** Where a script runs; the root of the repository otherwise. */
  readonly folder?: Value;
  /** Why it is there, above the step. */
  readonly why?: string;
}

/** A step that runs an action, pinned by commit with its release behind it. */
export function uses(name: Value, pin: ActionPin, inputs: ValueMap = {}, fields: StepFields = {}): Value {
  const { env, ...rest } = fields;
  return step(name, rest, {
    uses: behind(pin.version, pin.uses),
    ...(Object.keys(inputs).length > 0 ? { with: inputs } : {}),
    ...(env ? { env } : {}),
  });
}

/** A step that runs a script. Values reach it by its environment: an expression inside of a script would be code. */
export function runs(name: Value, template: string, env: ValueMap, view: View = {}, fields: StepFields = {}): Value {
  return step(name, fields, {
    ...(Object.keys(env).length > 0 ? { env } : {}),
    run: script(`github/${template}.sh`, view),
  });
}

function step(name: Value, fields: StepFields, body: ValueMap): Value {
  const map: ValueMap = {
    name,
    ...(fields.id === undefined ? {} : { id: fields.id }),
    ...(fields.when === undefined ? {} : { if: fields.when }),
    ...(fields.folder === undefined ? {} : { "working-directory": fields.folder }),
    ...body,
  };
  return fields.why === undefined ? map : above(fields.why, map);
}

/** What every workflow begins with: no permission but those that a job names, and bash that stops at a failure. */
export function opening(name: Value, triggers: ValueMap): ValueMap {
  return {
    name,
    on: triggers,
    permissions: above("Nothing, unless a job says otherwise.", {}),
    defaults: above("Named, bash also stops where a command of a pipe fails.", { run: { shell: "bash" } }),
  };
}

/** Permission to read the repository. */
export const readContents: ValueMap = { contents: behind("to check out", "read") };

/** Permission to ask for the token that AWS takes in exchange for a role. */
export const assumeRole: ValueMap = {
  "id-token": behind("to assume a role in AWS, in place of a stored key", "write"),
};

/** One job of a group at a time. */
export function concurrency(group: Value, cancel: boolean, why: string): Value {
  return above(why, { group, "cancel-in-progress": cancel });
}

/** The runner of everything that needs no architecture of its own. */
export const runner = RUNNERS.x86_64;

/** The repository's files, without the token that could push to it. */
export const checkOut: Value = uses("Check out", ACTIONS.checkout, { "persist-credentials": false });

/** The same with every commit, to compare with another one. */
export const checkOutAll: Value = uses("Check out", ACTIONS.checkout, {
  "fetch-depth": above("With the base branch, to compare with.", 0),
  "persist-credentials": false,
});

/** Node.js. A cache could carry what another job wrote into this one. */
export const setUpNode: Value = uses("Set up Node.js", ACTIONS.setupNode, {
  "node-version": PIPELINE_NODE,
  "package-manager-cache": false,
});

/** A file in the runner's own folder, which no build context and no checkout sees. */
export const temporary = (file: string): Value => join(expression("runner.temp"), `/${file}`);

/** A pattern of branches or paths that means a text literally. */
export const literal = (text: string): string => text.replace(/[*?+[\]!\\]/g, "\\$&");

/** A text as a literal inside of an expression. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
