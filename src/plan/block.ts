// A block of ours in a file of the user's: found, put in and taken out between two marks, every other byte kept.
// Texts here are bytes as latin1, so that a file in any encoding comes back as it was.

const MARKED = /^(?:#|<!--) sage-gen: begin[^\n]*\n(?:[^\n]*\n)*?(?:#|<!--) sage-gen: end(?: -->)?[ \t\r]*(?:\n|$)/m;
/** A mark that lost its other half. */
const STRAY = /^(?:#|<!--) sage-gen: (?:begin|end)[^\n]*(?:\n|$)/gm;

/** A rendered block, which brings its marks, as latin1. */
export function blockOf(text: string): string {
  return Buffer.from(text).toString("latin1");
}

/** The block as it stands in a file; a mark without its other half stands for a block that was edited. */
export function findBlock(file: string): string | undefined {
  const found = MARKED.exec(file)?.[0] ?? file.match(STRAY)?.[0];
  return found === undefined || found.endsWith("\n") ? found : `${found}\n`;
}

/** The file with the block in place of the one that it has, or at its end. */
export function putBlock(file: string, block: string): string {
  if (MARKED.test(file)) return file.replace(MARKED, () => block);
  const rest = file.replace(STRAY, "");
  return rest + (rest === "" || rest.endsWith("\n") ? "" : "\n") + block;
}

/** The file without its block. */
export function dropBlock(file: string): string {
  return file.replace(MARKED, "").replace(STRAY, "");
}
