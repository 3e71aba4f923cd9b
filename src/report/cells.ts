// A line of source as a terminal shows it: tabs as spaces, wide characters as two columns, nothing that could steer it.

/** One character of a line, and what stands for it on the screen. */
export interface Cell {
  /** UTF-16 offset in the line. */
  readonly offset: number;
  readonly glyph: string;
  readonly width: number;
}

const TAB = "  ";
const COMBINING = /^[\p{Mn}\p{Me}\u200d]$/u;
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{1b2fb}\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]$/u;
// Controls (escape sequences among them) and the marks that reorder text: shown as a box, never obeyed.
const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** The cells of one line. */
export function cellsOf(line: string): Cell[] {
  const cells: Cell[] = [];
  let offset = 0;
  for (const character of line) {
    const glyph = character === "\t" ? TAB : printable(character);
    cells.push({ offset, glyph, width: character === "\t" ? TAB.length : widthOf(glyph) });
    offset += character.length;
  }
  return cells;
}

/** A text without characters that would steer a terminal; line feeds and tabs stay. */
export function printable(text: string): string {
  return text.replace(STEERING, "\ufffd");
}

function widthOf(character: string): number {
  if (character <= "\u02ff") return 1;
  if (COMBINING.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
