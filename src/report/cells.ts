// A line of source as a terminal shows it: tabs as spaces, wide characters as two columns, nothing that could steer it.
import { columnsOf } from "#schema/width.ts";

/** One character of a line, and what stands for it on the screen. */
export interface Cell {
  /** UTF-16 offset in the line. */
  readonly offset: number;
  readonly glyph: string;
  readonly width: number;
}

const TAB = "  ";
/** Marks of every script; what Prettier counts differs here, and terminals don't follow it. */
const COMBINING = /^[\p{Mn}\p{Me}\u200d]$/u;
// Controls (escape sequences among them), marks that reorder text, and halves of characters: shown as a box, never obeyed.
const STEERING =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]/gu;

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
  return COMBINING.test(character) ? 0 : columnsOf(character.codePointAt(0) ?? 0);
}
