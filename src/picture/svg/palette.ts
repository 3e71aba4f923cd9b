// The colours, each for a light and a dark page. What is drawn bears the light one as an attribute, so that a viewer
// without style sheets is right too, and a class, by which a dark page changes it.

/** A colour on a light and on a dark page. */
export type Shade = readonly [light: string, dark: string];

/** What a role of the picture is filled and stroked with. */
export interface Paint {
  readonly fill?: Shade;
  readonly stroke?: Shade;
}

/** The hues: one for what lets traffic through, one for what works, and so on. */
export const HUES = {
  cache: ["#0f766e", "#2dd4bf"],
  data: ["#1d4ed8", "#7aa7ff"],
  store: ["#3f6d0c", "#9fd356"],
  watch: ["#be185d", "#f472b6"],
  way: ["#6d28d9", "#b49bfa"],
  work: ["#b23c0a", "#fb923c"],
  world: ["#475569", "#a3b1c6"],
} as const satisfies Readonly<Record<string, Shade>>;
export type Hue = keyof typeof HUES;

const TINTS: Readonly<Record<Hue, Shade>> = {
  cache: ["#d9f7f1", "#10302e"],
  data: ["#dfeafe", "#152a4d"],
  store: ["#e8f5d6", "#1f2e11"],
  watch: ["#fce7f3", "#3b1a2b"],
  way: ["#ede9fe", "#2a2150"],
  work: ["#ffedd9", "#3a2413"],
  world: ["#e9eef5", "#222c3a"],
};

const SURFACES = {
  page: { fill: ["#ffffff", "#0d1117"] },
  region: { fill: ["#f8fafc", "#11161e"], stroke: ["#cbd5e1", "#2f3947"] },
  vpc: { fill: ["#ffffff", "#0d1117"], stroke: ["#94a3b8", "#4b5a70"] },
  public: { fill: ["#eefaf2", "#0e1f17"] },
  private: { fill: ["#eff5ff", "#0f1a2c"] },
  database: { fill: ["#f5f2ff", "#191531"] },
  zone: { stroke: ["#94a3b8", "#4b5a70"] },
  card: { fill: ["#ffffff", "#161c26"], stroke: ["#cbd5e1", "#374151"] },
  chip: { fill: ["#f1f5f9", "#232c3a"] },
  stub: { stroke: ["#64748b", "#8b98ab"] },
} as const satisfies Readonly<Record<string, Paint>>;

const TEXTS = {
  title: { fill: ["#0f172a", "#e8edf4"] },
  detail: { fill: ["#475569", "#a9b4c4"] },
} as const satisfies Readonly<Record<string, Paint>>;

/** Every role: of surfaces, of texts, and of each hue its text, its line and its tint. */
export const PAINTS: Readonly<Record<string, Paint>> = {
  ...SURFACES,
  ...TEXTS,
  ...Object.fromEntries(
    Object.entries(HUES).flatMap(([hue, shade]): [string, Paint][] => [
      [`${hue}-text`, { fill: shade }],
      [`${hue}-line`, { stroke: shade }],
      [`${hue}-tint`, { fill: TINTS[hue as Hue] }],
    ]),
  ),
};
export type Role = keyof typeof SURFACES | keyof typeof TEXTS | `${Hue}-text` | `${Hue}-line` | `${Hue}-tint`;

/** The attributes of a role: its class, and its colours on a light page. */
export function painted(role: Role): string {
  const { fill, stroke } = PAINTS[role] ?? {};
  const line = stroke === undefined ? "" : ` stroke="${stroke[0]}"`;
  return `class="${role}" fill="${fill?.[0] ?? "none"}"${line}`;
}

/** The style sheet: what a dark page changes. */
export function darkStyle(): string {
  const rules = Object.entries(PAINTS).map(([role, { fill, stroke }]) => {
    const parts = [...(fill ? [`fill:${fill[1]}`] : []), ...(stroke ? [`stroke:${stroke[1]}`] : [])];
    return `.${role}{${parts.join(";")}}`;
  });
  return `@media (prefers-color-scheme:dark){${rules.join("")}}`;
}
