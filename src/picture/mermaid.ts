// The picture as a Mermaid flowchart, which GitHub draws in a Markdown file: a line of text, and the spec path behind it.
import type { Path } from "#schema/path.ts";
import { type Box, type Flow, type Picture, TIERS, type Tier } from "#schema/picture.ts";

/** One line of the chart. */
export interface ChartLine {
  readonly text: string;
  /** Empty where the line follows from no one value of the spec. */
  readonly because: Path;
}

const TIER_WORDS: Readonly<Record<Tier, string>> = {
  public: "Public",
  private: "Private",
  database: "Database",
};

/** The brackets that give a box its shape. */
const SHAPES: Readonly<Partial<Record<Box["kind"], readonly [string, string]>>> = {
  bucket: ["[(", ")]"],
  cache: ["[(", ")]"],
  chat: ["([", "])"],
  database: ["[(", ")]"],
  internet: ["([", "])"],
  "load-balancer": ["{{", "}}"],
};

/** Colours that hold on a light and on a dark page, because text and ground come together; AA at the least. */
const CLASSES: readonly (readonly [name: string, style: string])[] = [
  ["way", "fill:#ede9fe,stroke:#7c3aed,color:#2e1065"],
  ["work", "fill:#ffedd5,stroke:#c2410c,color:#431407"],
  ["data", "fill:#dbeafe,stroke:#1d4ed8,color:#172554"],
  ["watch", "fill:#fce7f3,stroke:#be185d,color:#500724"],
  ["world", "fill:#f1f5f9,stroke:#475569,color:#0f172a"],
];

const CLASS_OF: Readonly<Record<Box["kind"], string>> = {
  alarms: "watch",
  bucket: "data",
  cache: "data",
  chat: "world",
  database: "data",
  endpoints: "way",
  internet: "world",
  "load-balancer": "way",
  nat: "way",
  notifier: "watch",
  service: "work",
  task: "work",
  topic: "watch",
};

const MOST_ITEMS = 8;

/** The lines of the chart. */
export function mermaid(picture: Picture): readonly ChartLine[] {
  const at = (place: Box["place"]): readonly Box[] => picture.boxes.filter((box) => box.place === place);
  const tiers = TIERS.filter((tier) => picture.zones.some(({ blocks }) => blocks[tier] !== undefined));
  return [
    plain("flowchart LR"),
    ...at("outside").map((box) => boxLine(box, "  ")),
    plain(`  subgraph region["${label([`AWS ${picture.region}`])}"]`),
    plain(`    subgraph vpc["${label([`VPC ${picture.block}, zones ${zoneList(picture)}`])}"]`),
    ...tiers.flatMap((tier) => tierLines(picture, tier, at(tier))),
    plain("    end"),
    ...at("region").map((box) => boxLine(box, "    ")),
    plain("  end"),
    ...picture.flows.map(flowLine),
    ...CLASSES.flatMap(([name, style]) => classLines(picture, name, style)),
    plain("  classDef frame fill:none,stroke:#8b98ab"),
    plain(`  class region,vpc,${tiers.map((tier) => `${tier}Tier`).join(",")} frame`),
  ];
}

const plain = (text: string): ChartLine => ({ text, because: [] });
const zoneList = ({ zones }: Picture): string => zones.map(({ letter }) => letter).join(", ");

/** A tier with its blocks; one without boxes is still drawn, with its blocks in it. */
function tierLines({ zones }: Picture, tier: Tier, boxes: readonly Box[]): readonly ChartLine[] {
  const blocks = zones.map(({ letter, blocks }) => `${letter} ${blocks[tier] ?? ""}`);
  const empty = boxes.length === 0 ? [plain(`        ${tier}Empty["nothing here"]`)] : [];
  return [
    plain(`      subgraph ${tier}Tier["${label([`${TIER_WORDS[tier]}: ${blocks.join(", ")}`])}"]`),
    ...empty,
    ...boxes.map((box) => boxLine(box, "        ")),
    plain("      end"),
  ];
}

function boxLine(box: Box, indent: string): ChartLine {
  const [open, close] = SHAPES[box.kind] ?? ["[", "]"];
  const zones = box.kind === "nat" ? [`in ${box.zones.length === 1 ? "zone" : "zones"} ${box.zones.join(", ")}`] : [];
  const text = label([box.title, ...box.details, ...zones, ...listed(box.items)]);
  return { text: `${indent}${idOf(box.id)}${open}"${text}"${close}`, because: box.because };
}

/** A long list is cut: the document has the whole of it. */
function listed(items: readonly string[]): readonly string[] {
  return items.length <= MOST_ITEMS
    ? items
    : [...items.slice(0, MOST_ITEMS - 1), `and ${items.length - MOST_ITEMS + 1} more`];
}

function flowLine({ from, to, ports, because }: Flow): ChartLine {
  const arrow = ports.length === 0 ? "-->" : `-->|${ports.join(", ")}|`;
  return { text: `  ${idOf(from)} ${arrow} ${idOf(to)}`, because };
}

function classLines({ boxes }: Picture, name: string, style: string): readonly ChartLine[] {
  const ids = boxes.filter(({ kind }) => CLASS_OF[kind] === name).map(({ id }) => idOf(id));
  return ids.length === 0 ? [] : [plain(`  classDef ${name} ${style}`), plain(`  class ${ids.join(",")} ${name}`)];
}

/** `load-balancer` as `loadBalancer`; a service keeps its words apart: `service_search_index`. */
function idOf(id: string): string {
  if (id.startsWith("service-")) return id.replaceAll("-", "_");
  return id.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Lines of a box: Mermaid reads `#` as the begin of an entity, quotes as the end of the text, and some HTML. */
function label(lines: readonly string[]): string {
  const escaped = lines.map((line) => line.replace(/[#"<>&`]/g, (mark) => `#${mark.codePointAt(0) ?? 35};`));
  return escaped.join("<br/>");
}
