// A comparison as annotations on the lines of the spec that was changed.
import { rank, type Severity, severityOf } from "#schema/change.ts";
import { formatPath } from "#schema/path.ts";
import { command } from "./github.ts";
import { count, few, fromElsewhere, renames, type Review } from "./review.ts";

/** One annotation for each line of the spec that changes resources; the worst says how loud it is. */
export function reviewGithub(review: Review): string {
  const { comparison, line, file } = review;
  const lines = new Map<number, Said>();
  for (const change of comparison.resources) {
    for (const { path } of change.because) {
      const said = lines.get(line(path)) ?? {
        worst: "none",
        path: formatPath(path),
        names: new Map(),
        texts: new Set(),
      };
      const severity = severityOf(change);
      if (rank(severity) > rank(said.worst)) said.worst = severity;
      said.names.set(`${change.action} ${change.key} (${change.environment})`, rank(severity));
      for (const { text } of [...(change.refused ? [change.refused] : []), ...change.notes]) said.texts.add(text);
      lines.set(line(path), said);
    }
  }
  const changed = [...lines]
    .sort(([a], [b]) => a - b)
    .map(
      ([at, said]) =>
        `${command(level(said.worst), { file, line: at, title: `sage-gen diff: ${said.worst}` }, message(said))}\n`,
    );
  return [...changed, ...also(review)].join("");
}

/** What no line of the change says: overrides that are in force, services by new names, and another sage-gen. */
function also(review: Review): readonly string[] {
  const { comparison, line, file } = review;
  const about = (at: number, title: string, text: string): string =>
    `${command("notice", { file, line: at, title: `sage-gen diff: ${title}` }, text)}\n`;
  const elsewhere = fromElsewhere(review, 6);
  return [
    ...comparison.overrides.map(({ name, target, reason }) =>
      about(line(["overrides", name]), "override in force", `${name} on ${target}: ${reason}`),
    ),
    ...renames(comparison).map((text) => about(line(["services"]), "renamed", text)),
    ...(elsewhere === undefined ? [] : [about(1, "another sage-gen", elsewhere)]),
  ];
}

interface Said {
  worst: Severity;
  readonly path: string;
  /** Each with how bad it is. */
  readonly names: Map<string, number>;
  readonly texts: Set<string>;
}

function level(worst: Severity): "error" | "warning" | "notice" {
  if (rank(worst) >= rank("replace")) return "error";
  return rank(worst) >= rank("reboot") ? "warning" : "notice";
}

function message({ path, names, texts }: Said): string {
  const worst = [...names].sort(([, a], [, b]) => b - a).map(([name]) => name);
  const counted = count(worst.length, "resource changes", "resources change");
  return [`${path}: ${counted}: ${few(worst, 6)}`, ...texts].join("\n");
}
