// Where files may go: inside the output, each in a place of its own on every file system.

// oxlint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u001f\u007f\\:*?"<>|]/;
/** A step that is empty, `.` or `..`. */
const NO_STEP = /(?:^|\/)\.{0,2}(?:\/|$)/;
/**
 * A step with an end that Windows takes away, or a name that it keeps for devices, with any ending; in lower case: V8 is
 * slow to ignore case.
 */
const UNWRITABLE = /[ .](?:\/|$)|(?:^|\/)(?:con|prn|aux|nul|com\d|lpt\d)(?:[./]|$)/;

/** The problems of a set of paths, as lines that name the path. */
export function checkPaths(paths: readonly string[]): readonly string[] {
  const problems: string[] = [];
  const folders = new Set<string>();
  // As one path they have the same steps, which are right in nearly every run: so each expression is asked once.
  const mayBeWrong = formProblem(paths.join("/")) !== undefined;
  for (const path of paths) {
    const lower = path.toLowerCase();
    const kept = isKept(lower) ? "is not for generated files" : undefined;
    const problem = (mayBeWrong ? formProblem(path) : undefined) ?? kept;
    if (problem !== undefined) problems.push(`${path}: ${problem}`);
    addParents(folders, lower);
  }
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

/** What is wrong with the steps of a path, wherever it leads. */
function formProblem(path: string): string | undefined {
  if (FORBIDDEN.test(path)) return "has a character that no path of ours may have";
  if (NO_STEP.test(path)) return "is no path inside of the output";
  return UNWRITABLE.test(path.toLowerCase()) ? "is no path that every system can write" : undefined;
}

/** Whether a path is git's, or the tool's own. */
function isKept(path: string): boolean {
  const end = path.indexOf("/");
  const first = end === -1 ? path : path.slice(0, end);
  return first === ".git" || first === ".sage";
}

/** Adds the folders that a path leads through. */
function addParents(folders: Set<string>, path: string): void {
  for (let at = path.indexOf("/"); at !== -1; at = path.indexOf("/", at + 1)) folders.add(path.slice(0, at));
}
