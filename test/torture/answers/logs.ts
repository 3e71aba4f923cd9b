// The logs of every known problem, each as it stands and all of them at once.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { diagnoseCases } from "../../cases.ts";

export function logsOf(): readonly string[] {
  const each = diagnoseCases()
    .filter(({ name }) => !name.startsWith("stories/"))
    .map(({ folder }) => readFileSync(join(folder, "like.log"), "utf8"));
  return [...each, each.join("\n")];
}
