// How many columns a text takes in a terminal or an editor: wide characters two, combining ones none. As Prettier counts
// them, whose tables ours must match.

// oxlint-disable-next-line no-control-regex
const ASCII = /^[\u0020-\u007f]*$/;
/** No emoji is written without one of these; the tables of those that are take long to make. */
const MAY_HOLD_EMOJI = /[\u231a-\uffff]/;
const EMOJI = /\p{Emoji_Presentation}(?:\u200d\p{Emoji}\ufe0f?)*|\p{Emoji}\ufe0f\u20e3?/gu;

/** The first and last code points of the wide and full-width blocks of Unicode's East Asian Width. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2329, 0x232a],
  [0x23e9, 0x23ec],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6b],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x1b2fb],
  [0x1f200, 0x1f265],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];

/** The columns of one character, by its code point. */
export function columnsOf(code: number): number {
  if (code <= 0x1f || (code >= 0x7f && code <= 0x9f)) return 0;
  if ((code >= 0x300 && code <= 0x36f) || (code >= 0x200b && code <= 0x200d) || (code >= 0x20d0 && code <= 0x20ff))
    return 0;
  if ((code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xfe20 && code <= 0xfe2f) || (code >= 0xe0100 && code <= 0xe01ef))
    return 0;
  return code >= 0x1100 && WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

/** The columns that a text takes on its line. */
export function textWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const character of MAY_HOLD_EMOJI.test(text) ? text.replace(EMOJI, "  ") : text)
    width += columnsOf(character.codePointAt(0) ?? 0);
  return width;
}
