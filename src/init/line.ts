// How the first spec writes a line: plain scalars where YAML reads them as the text that they are, comments in a column.

const COLUMN = 40;

/** A line with a comment behind it. */
export function row(indent: number, text: string, comment: string): string {
  const line = `${" ".repeat(indent)}${text}`;
  return `${line.padEnd(COLUMN - 1)} # ${comment}`;
}

/** A text as a scalar. */
export function scalar(text: string): string {
  const plain = /^[A-Za-z][A-Za-z0-9/._-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return plain || text === "." ? text : JSON.stringify(text);
}
