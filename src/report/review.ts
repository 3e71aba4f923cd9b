// What a reviewer is told: a comparison, where the spec says what, and changes that are the same gathered into one.
import {
  type ChangeAction,
  type Comparison,
  type Effect,
  type Note,
  rank,
  type ResourceChange,
  type Severity,
  severityOf,
} from "#schema/change.ts";
import { formatPath, type Path } from "#schema/path.ts";

/** A generated file that differs. */
export interface FileChange {
  readonly path: string;
  readonly target: string;
  readonly action: "create" | "update" | "delete";
}

/** All that a report of a comparison draws from. */
export interface Review {
  /** The spec, as the reader names it. */
  readonly file: string;
  /** What it is compared with, as the reader named it. */
  readonly base: string;
  /** True: the base has no spec yet. */
  readonly isFirst: boolean;
  readonly comparison: Comparison;
  /** The line of the spec at which a path stands, or its nearest ancestor. */
  readonly line: (path: Path) => number;
  readonly files: readonly FileChange[];
  /** Files that the base has from another version of sage-gen: they change although nobody changed the spec. */
  readonly generator: readonly FileChange[];
}

/** Changes that are the same but for the resource. */
export interface Group {
  readonly severity: Severity;
  readonly action: ChangeAction;
  readonly effects: readonly Effect[];
  readonly notes: readonly Note[];
  readonly may: string | undefined;
  readonly refused: Note | undefined;
  readonly members: readonly ResourceChange[];
}

/** The groups of a comparison, worst first; those with something to say before those without. */
export function groupsOf({ resources }: Comparison): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const one of resources) {
    const { action, effects, notes, may, refused } = one;
    const severity = severityOf(one);
    const key = JSON.stringify([severity, action, effects, notes, may, refused]);
    const members = [...(groups.get(key)?.members ?? []), one];
    groups.set(key, { severity, action, effects, notes, may, refused, members });
  }
  const words = ({ notes, refused, may }: Group): number => (notes.length > 0 || refused || may ? 0 : 1);
  return [...groups.values()].sort((a, b) => rank(b.severity) - rank(a.severity) || words(a) - words(b));
}

/** The spec's paths that make a group, with the properties that they change, each path once. */
export function reasonsOf({
  members,
}: Group): readonly { readonly path: Path; readonly properties: readonly string[] }[] {
  const reasons = new Map<string, { readonly path: Path; readonly properties: Set<string> }>();
  for (const { property, path } of members.flatMap(({ because }) => because)) {
    const key = formatPath(path);
    const reason = reasons.get(key) ?? { path, properties: new Set() };
    reason.properties.add(property);
    reasons.set(key, reason);
  }
  return [...reasons.values()].map(({ path, properties }) => ({ path, properties: [...properties] }));
}

/** `update` with its effects: `replace, downtime and data loss`. */
export function verb({ action, effects, may }: Pick<Group, "action" | "effects" | "may">): string {
  const words = effects.map((effect) => effect.replace("-", " "));
  const last = words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}` : (words[0] ?? "");
  const sure = may === undefined ? action : `may ${action}`;
  return last === "" ? sure : `${sure}, ${last}`;
}

/** The environments of a group with the keys of their resources, in the order of the comparison. */
export function places({ members }: Group): readonly (readonly [environment: string, keys: readonly string[]])[] {
  const found = new Map<string, string[]>();
  for (const { environment, key } of members) found.set(environment, [...(found.get(environment) ?? []), key]);
  return [...found];
}

/** Names side by side, the rest as a number. */
export function few(names: readonly string[], most: number): string {
  const rest = names.length - most;
  return rest > 0 ? `${names.slice(0, most).join(", ")} and ${rest} more` : names.join(", ");
}

/** A value of the spec as a line: `20GiB`, `(none)`, `{"nat":"single"}`. */
export function valueText(value: unknown): string {
  if (value === undefined) return "(none)";
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** What was compared, in one line. */
export function summary({ comparison, isFirst, base }: Review): string {
  const { spec, resources, untouched } = comparison;
  const left = untouched.reduce((sum, { count }) => sum + count, 0);
  const changed = isFirst ? `${base} has no spec yet` : count(spec.length, "change of the spec", "changes of the spec");
  return `${changed}; ${count(resources.length, "resource changes", "resources change")}, ${left} stay untouched`;
}

/** The verdict in words; a program that another sage-gen made may change what no line of the spec does. */
export function verdictOf({ comparison, generator }: Review): string {
  if (comparison.worst !== "none") return comparison.worst.replace("-", " ");
  return generator.some(isProgram) ? "the spec changes nothing in AWS" : "nothing changes in AWS";
}

const isProgram = ({ target }: FileChange): boolean => target === "pulumi" || target === "terraform";

/** What is not the spec's doing: files that the base has otherwise than this sage-gen makes them from the base's spec. */
export function fromElsewhere({ generator, base }: Review, most: number): string | undefined {
  if (generator.length === 0) return undefined;
  const [programs, all] = [generator.filter(isProgram), generator.map(({ path }) => `\`${path}\``)];
  const them = `${count(all.length, "file", "files")} at ${base}: ${few(all, most)}`;
  const origin = `Another version of sage-gen made ${them}, or nobody built them since. That is no change of the spec, and not part of this comparison`;
  return programs.length === 0 ? `${origin}.` : `${origin}: what it does in AWS, \`pulumi preview\` tells.`;
}

/** A sentence about each service that was renamed, or that may have been. */
export function renames({ renamed, perhaps, resources }: Comparison): readonly string[] {
  const anew = new Set(
    resources.flatMap(({ formerly, action, key }) => (formerly && action === "replace" ? [key] : [])),
  );
  const said = renamed.map(({ from, to }) => `\`${from}\` is called \`${to}\` now`);
  const kept = `Pulumi keeps what it can; ${count(anew.size, "resource is", "resources are")} made anew in each environment, because AWS has them by a name or a description that can't be changed`;
  return [
    ...(said.length === 0 ? [] : [`${said.join(", ")}: ${kept}.`]),
    ...(perhaps === undefined
      ? []
      : [
          `\`${perhaps.from}\` is gone and \`${perhaps.to}\` is new. If they are the same service, say \`services.${perhaps.to}.renamedFrom: ${perhaps.from}\`: Pulumi then keeps what it can.`,
        ]),
  ];
}

/** `1 file`, `2 files`. */
export const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;
