// A place in the spec, as the keys that lead to it: what findings, provenance and diffs point with.

/** The keys from the root of the spec down to a node; the empty path is the whole document. */
export type Path = readonly (string | number)[];

const PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** `["services", "backend", "env", "A.B"]` as `services.backend.env["A.B"]`. */
export function formatPath(path: Path): string {
  let text = "";
  for (let at = 0; at < path.length; at += 1) {
    const key = path[at] as string | number;
    if (typeof key === "number") text += `[${key}]`;
    else if (PLAIN_KEY.test(key)) text += text === "" ? key : `.${key}`;
    else text += `[${JSON.stringify(key)}]`;
  }
  return text;
}

/** Whether `inner` is `outer` or stands below it. */
export function isWithin(inner: Path, outer: Path): boolean {
  for (let at = 0; at < outer.length; at += 1) if (inner[at] !== outer[at]) return false;
  return true;
}

const STEP = /^(?:\.?([A-Za-z_][A-Za-z0-9_-]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\])/;

/** The path that `formatPath` wrote as this text; undefined where the text is none. */
export function parsePath(text: string): Path | undefined {
  const path: (string | number)[] = [];
  for (let rest = text; rest !== "";) {
    const [whole, name, index, quoted] = STEP.exec(rest) ?? [];
    if (whole === undefined || (path.length === 0 && whole.startsWith("."))) return undefined;
    path.push(name ?? (index === undefined ? (JSON.parse(quoted ?? '""') as string) : Number(index)));
    rest = rest.slice(whole.length);
  }
  return path.length === 0 ? undefined : path;
}
