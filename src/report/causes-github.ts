// What a log told, as annotations in GitHub's log.
import type { Verdict } from "#schema/diagnosis.ts";
import { seen } from "./causes-json.ts";
import { command } from "./github.ts";

/** An error a cause, a warning a symptom, at the first line that shows it. */
export function causesGithub({ causes, log }: Verdict): string {
  return causes
    .map((cause) => {
      const place = log === "-" ? {} : { file: log, line: cause.first.line };
      const words = [cause.summary, seen(cause), ...cause.because, ...cause.longTerm];
      const kind = cause.from === undefined ? "error" : "warning";
      return `${command(kind, { ...place, title: cause.code }, words.join("\n"))}\n`;
    })
    .join("");
}
