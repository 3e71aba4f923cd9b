// The variables of an env file: `NAME=value`, quoted or not, with comments. https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax

/** The variables by name; of a name that stands twice the last. */
export function dotenv(text: string): ReadonlyMap<string, string> {
  const lines = text.replaceAll("\r", "").split("\n");
  return new Map(
    lines.flatMap((line): [string, string][] => {
      const [, name = "", value = ""] = /^\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=\s*(.*)$/.exec(line) ?? [];
      return name === "" ? [] : [[name, bare(value)]];
    }),
  );
}

function bare(value: string): string {
  const quoted = /^(["'])((?:\\.|(?!\1).)*)\1/.exec(value);
  return quoted ? (quoted[2] ?? "") : value.replace(/(?:^|\s)#.*$/, "").trim();
}
