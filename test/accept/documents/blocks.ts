// The fenced blocks of a Markdown text, by their language.

/** The contents of each block of a language, in order, without the indentation that a list gives them. */
export function blocksIn(markdown: string, language: string): readonly string[] {
  const fence = new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)\\n\\1\`\`\`$`, "gm");
  return [...markdown.matchAll(fence)].map(([, indent = "", body = ""]) =>
    body
      .split("\n")
      .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
      .join("\n"),
  );
}
