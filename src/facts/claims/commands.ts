// What the runbook's commands name: they are for one environment, but where a line names another.
import { type Claim, part, say, sayAll } from "../claim.ts";
import { found } from "../lines.ts";
import type { Leaf } from "../node.ts";

/** Flags of the AWS CLI and what stands behind them, for the environment that the runbook is for. */
const FLAGS: readonly (readonly [fact: string, pattern: RegExp])[] = [
  ["region", / --region (\S+)/g],
  ["cluster", / --cluster (\S+)/g],
  ["database: identifier", / --(?:source-)?db-instance-identifier (\S+(?<!-restored))(?!\S)/g],
  ["backup: schedule", / get-schedule .*--name (\S+)/g],
  ["backup: family", / --task-definition (\S+) --network-configuration/g],
  ["backup: container", /containerOverrides: \[\{name: "([^"]+)"/g],
  ["backups that are kept", /and the newest (\d+) stay/g],
  ["last snapshot", /last snapshot, `([^`]+)`/g],
];

/** `services` are those that the document's own table names: a command for another one is for none of them. */
export function commandClaims(
  file: string,
  text: string,
  environment: string,
  services: ReadonlySet<string>,
): readonly Claim[] {
  const all = (pattern: RegExp): readonly Leaf[] => found(file, text, pattern);
  const [service] = all(/ --services? (\S+)/g);
  const about = `${environment}: ${String(service?.value)}`;
  const flags = FLAGS.flatMap(([fact, pattern]) =>
    all(pattern)
      .filter(({ value }) => !String(value).startsWith('"'))
      .flatMap((leaf) => say(`${environment}: ${fact}`, leaf)),
  );
  return [
    ...flags,
    // The scheduler counts steps from a first value, where cron has a star.
    ...all(/on the schedule `(\S+\s+\S+) /g).flatMap((leaf) =>
      say(`${environment}: backup: minute and hour`, leaf, (text) =>
        text.replace(/\s+/, " ").replace(/(^|[ ,])\*\//g, "$10/"),
      ),
    ),
    ...all(/ --services? (\S+)/g).flatMap((leaf) => {
      const named = String(leaf.value);
      return say(services.has(named) ? `${environment}: ${named}: service` : `${about}: service`, leaf);
    }),
    ...all(/ --task-definition (\S+):REVISION/g).flatMap((leaf) => say(`${about}: family`, leaf)),
    ...all(/ --family-prefix (\S+)/g).flatMap((leaf) => say(`${about}: family`, leaf)),
    ...all(/ --repo (\S+)/g).flatMap((leaf) => say("repository on GitHub", leaf)),
    ...all(/On GitHub, in `([^`]+)`/g).flatMap((leaf) => say("repository on GitHub", leaf)),
    ...all(/^operate (\S*restore\S*)/g).flatMap((leaf) => say("path of the script restore", leaf)),
    ...secretClaims(all(/^ *put_secret (\S+ \S+)$/g)),
    ...sayAll("environments", all(/pulumi stack select --create (\S+)/g)),
  ];
}

/** `put_secret NAME REGION`: the environment is the second part of a name. */
function secretClaims(lines: readonly Leaf[]): readonly Claim[] {
  const environments = new Map<string, Leaf[]>();
  for (const leaf of lines) {
    const name = part(/^[^/]+\/([^/]+)\//)(String(leaf.value)) ?? "";
    environments.set(name, [...(environments.get(name) ?? []), leaf]);
  }
  return [...environments].flatMap(([name, leaves]) => [
    ...sayAll(
      `${name}: secrets that a person fills`,
      leaves.map((leaf) => ({ ...leaf, value: String(leaf.value).split(" ")[0] ?? "" })),
    ),
    ...leaves.flatMap((leaf) => say(`${name}: region`, leaf, part(/ (\S+)$/))),
  ]);
}
