// Where files may go: inside the output, each in a place of its own on every file system.

// oxlint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u001f\u007f\\:*?"<>|]/;
/** Names that Windows keeps for devices, with any ending, in lower case: V8 is slow to ignore case. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;

/** The problems of a set of paths, as lines that name the path. */
export function checkPaths(paths: readonly string[]): readonly string[] {
  const problems = paths.flatMap((path) => {
    const problem = problemOf(path);
    return problem === undefined ? [] : [`${path}: ${problem}`];
  });
  const folders = new Set(paths.flatMap((path) => parentsOf(path.toLowerCase())));
  const seen = new Map<string, string>();
  for (const path of paths) {
    const key = path.toLowerCase();
    const other = seen.get(key);
    if (other !== undefined)
      problems.push(`${path}: ${other === path ? "is generated twice" : `is ${other} where case does not count`}`);
    if (folders.has(key)) problems.push(`${path}: is a folder of another file`);
    seen.set(key, path);
  }
  return problems;
}

function problemOf(path: string): string | undefined {
  if (FORBIDDEN.test(path)) return "has a character that no path of ours may have";
  const parts = path.toLowerCase().split("/");
  if (parts.some((part) => part === "" || part === "." || part === "..")) return "is no path inside of the output";
  if (parts.some((part) => part.endsWith(" ") || part.endsWith(".") || DEVICE.test(part))) {
    return "is no path that every system can write";
  }
  return parts[0] === ".git" || parts[0] === ".sage" ? "is not for generated files" : undefined;
}

/** The folders that a path leads through. */
function parentsOf(path: string): readonly string[] {
  const parents: string[] = [];
  for (let at = path.indexOf("/"); at !== -1; at = path.indexOf("/", at + 1)) parents.push(path.slice(0, at));
  return parents;
}
