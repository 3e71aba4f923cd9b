// Reads an SVG back: where its texts, its panels and its lines are. Widths are those of DejaVu Sans, the widest font that
// a viewer is likely to have, measured from the font itself and not by what drew the picture.

export interface Box {
  readonly what: string;
  readonly role: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Advance widths of DejaVu Sans for U+0020 to U+007E, in 2048ths of the font's size. */
const ADVANCES = [
  651, 821, 942, 1716, 1303, 1946, 1597, 563, 799, 799, 1024, 1716, 651, 739, 651, 690, 1303, 1303, 1303, 1303, 1303,
  1303, 1303, 1303, 1303, 1303, 690, 690, 1716, 1716, 1716, 1087, 2048, 1401, 1405, 1430, 1577, 1294, 1178, 1587, 1540,
  604, 604, 1343, 1141, 1767, 1532, 1612, 1235, 1612, 1423, 1300, 1251, 1499, 1401, 2025, 1403, 1251, 1403, 799, 690,
  799, 1716, 1024, 1024, 1255, 1300, 1126, 1300, 1260, 721, 1300, 1298, 569, 569, 1186, 569, 1995, 1298, 1253, 1300,
  1300, 842, 1067, 803, 1298, 1212, 1675, 1212, 1212, 1075, 1303, 690, 1303, 1716,
];
/** DejaVu Sans Bold is this much wider, averaged over names; ours is the lighter semi-bold where a font has one. */
const BOLD = 1.16;

function widthOf(text: string, size: number, isBold: boolean): number {
  const units = [...text].reduce((sum, letter) => sum + (ADVANCES[(letter.codePointAt(0) ?? 0) - 32] ?? 2048), 0);
  return (units / 2048) * size * (isBold ? BOLD : 1);
}

const unescaped = (text: string): string =>
  text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
const attribute = (element: string, name: string): string => new RegExp(` ${name}="([^"]*)"`).exec(element)?.[1] ?? "";
const number = (element: string, name: string): number => Number(attribute(element, name));

/** Every text and the room that it takes, from its x-height to its base line. */
export function textsOf(svg: string): readonly Box[] {
  return [...svg.matchAll(/(<text [^>]*>)([^<]*)<\/text>/g)].map(([, element = "", inner = ""]) => {
    const what = unescaped(inner);
    const size = number(element, "font-size");
    const width = widthOf(what, size, attribute(element, "font-weight") !== "");
    const anchor = { middle: 0.5, end: 1 }[attribute(element, "text-anchor")] ?? 0;
    const left = number(element, "x") - width * anchor;
    const bottom = number(element, "y");
    return { what, role: "text", left, right: left + width, top: bottom - size * 0.75, bottom };
  });
}

/** Every rectangle; the first is the page. */
export function boxesOf(svg: string): readonly Box[] {
  return [...svg.matchAll(/<rect [^>]*>/g)].map(([element]) => {
    const [left, top] = [number(element, "x"), number(element, "y")];
    const role = attribute(element, "class");
    return {
      what: role,
      role,
      left,
      right: left + number(element, "width"),
      top,
      bottom: top + number(element, "height"),
    };
  });
}

/** Every stretch of every line between boxes, and every dashed side of a zone's column; corners as they are. */
export function linesOf(svg: string): readonly Box[] {
  const ways = [...svg.matchAll(/<path class="([^"]+)"[^>]* stroke-width="1\.6" d="(M[\dMLQ. -]+)"\/>/g)];
  return ways.flatMap(([, role = "", path = ""]) => {
    const points = [...path.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
    return points.slice(1).map(([x, y], index) => {
      const [fromX, fromY] = points[index] ?? [x, y];
      return {
        what: path,
        role,
        left: Math.min(x, fromX),
        right: Math.max(x, fromX),
        top: Math.min(y, fromY),
        bottom: Math.max(y, fromY),
      };
    });
  });
}

/** Whether two have a point in common. */
export const meets = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
    ? true
    : a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom && (isThin(a) || isThin(b));

const isThin = ({ left, right, top, bottom }: Box): boolean => right === left || bottom === top;
