// The folder that `init` is asked about, as far as it reads it: small text files and the names in folders.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { byText } from "#schema/order.ts";
import type { Folder } from "#src/init/proposal.ts";

/** No file that a proposal is made from is larger. */
const MOST = 2 ** 20;

/** A folder on disk; what can't be read is not there. */
export function folderAt(root: string): Folder {
  return {
    text: (path) => attempt(() => textAt(join(root, path))),
    names: (path) => attempt(() => readdirSync(join(root, path)).sort(byText)) ?? [],
  };
}

function textAt(place: string): string | undefined {
  const stat = statSync(place);
  return stat.isFile() && stat.size <= MOST ? readFileSync(place, "utf8") : undefined;
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
