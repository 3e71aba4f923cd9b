// The picture: it says of the graph what a second reader of the same graph says, no line passes a text, no text leaves
// its box, and every colour can be read on what it stands on, on a light and on a dark page.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isMap, parseDocument } from "yaml";
import type { Graph } from "#schema/graph.ts";
import { bare, isTag, type Value } from "#schema/value.ts";
import { compile } from "#src/compile.ts";
import { picture } from "#src/picture.ts";
import { mermaid } from "#src/picture/mermaid.ts";
import { svg } from "#src/picture/svg.ts";
import { HUES, PAINTS } from "#src/picture/svg/palette.ts";
import { goldenCases } from "../cases.ts";
import { runs, sampleSpecs } from "../support/specs.ts";
import { crowd } from "./picture/crowd.ts";
import { type Box, boxesOf, linesOf, meets, textsOf } from "./picture/drawn.ts";

const graphsOf = (text: string): readonly Graph[] => compile(text, "sage.yaml", []).graphs;
const given = [
  ...["spec", ...goldenCases().map(({ folder }) => folder)].map((folder) =>
    readFileSync(`${folder}/sage.yaml`, "utf8"),
  ),
  crowd(3, 10),
  crowd(2, 16),
  ...sampleSpecs(runs(12), 20261123).map(({ text }) => text),
];
const graphs = given.flatMap(graphsOf);
const pictures = graphs.map((graph) => ({ name: `${picture(graph).name}`, graph, drawn: svg(picture(graph)) }));

test("there is something to look at", () => expect(pictures.length).toBeGreaterThan(25));

describe("what it says", () => {
  const group = (value: Value | undefined): string | undefined => {
    const inner = bare(value ?? null);
    return isTag(inner) && inner.$ === "ref" ? inner.to.replace(/-security$/, "") : undefined;
  };

  test.each(pictures)("of $name: an arrow for each rule between security groups, and for no other", ({ graph }) => {
    const rules = graph.resources.filter(({ type }) => type.includes("SecurityGroupIngressRule"));
    const known = ["load-balancer", "endpoints", "database", "cache", "operations"];
    const box = (name = ""): string => (known.includes(name) ? name : `service-${name}`);
    const open = rules.map(({ properties }) => {
      const from = group(properties["referencedSecurityGroupId"]);
      const port = String(bare(properties["toPort"] ?? null));
      return `${from === undefined ? "internet" : box(from)} ${box(group(properties["securityGroupId"]))} ${port}`;
    });
    const arrows = picture(graph)
      .flows.filter(({ to }) => !["nat", "bucket", "topic", "notifier", "discord", "internet"].includes(to))
      .flatMap(({ from, to, ports }) => ports.map((port) => `${from} ${to} ${port}`));
    expect(arrows.toSorted()).toEqual([...new Set(open)].toSorted());
  });

  test.each(pictures)("of $name stands in both forms: every box and every arrow", ({ graph, drawn }) => {
    const { boxes, flows } = picture(graph);
    const chart = mermaid(picture(graph)).map(({ text }) => text);
    expect(chart.filter((line) => line.includes(" -->")).length).toBe(flows.length);
    for (const { title } of boxes) {
      expect(drawn).toContain(`>${title}`);
      expect(chart.join("\n")).toContain(title);
    }
    const heads = [...drawn.matchAll(/ d="M\S+ \S+l-?\d\S* -?\d\S*z"|h9z"/g)].length;
    const called = new Set(flows.map(({ to }) => to));
    expect(heads).toBeGreaterThanOrEqual(called.size);
  });

  test("a connection that one side's rules don't allow is none", () => {
    const [graph] = graphsOf(readFileSync("spec/sage.yaml", "utf8"));
    if (!graph) throw new Error("the reference has no graph");
    const has = (one: Graph): boolean =>
      picture(one).flows.some(({ from, to }) => from === "service-backend" && to === "cache");
    const closed = { ...graph, resources: graph.resources.filter(({ key }) => key !== "backend-to-cache-egress") };
    expect([has(graph), has(closed)]).toEqual([true, false]);
  });
});

describe("how it looks", () => {
  const inside = (inner: Box, outer: Box): boolean =>
    inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom;

  test.each(pictures)("$name: no text leaves its box or the page", ({ drawn }) => {
    const [page, ...boxes] = boxesOf(drawn);
    const cards = boxes.filter(({ role }) => role === "card");
    const outside = textsOf(drawn).filter((text) => {
      const card = cards.find((one) => inside({ ...text, right: text.left, left: text.left, top: text.bottom }, one));
      return !page || !inside(text, card ?? page);
    });
    expect(outside).toEqual([]);
  });

  test.each(pictures)("$name: texts don't cover one another, and no line passes a text", ({ drawn }) => {
    const texts = textsOf(drawn);
    const covered = texts.filter((one, index) => texts.slice(index + 1).some((other) => meets(one, other)));
    expect(covered).toEqual([]);
    const passed = texts.flatMap((text) =>
      linesOf(drawn)
        .filter((one) => meets(text, one))
        .map(() => text),
    );
    expect(passed).toEqual([]);
  });

  test.each(pictures)("$name: every line is level or plumb", ({ drawn }) => {
    const lines = linesOf(drawn);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter(({ left, right, top, bottom }) => right - left > 12 && bottom - top > 12)).toEqual([]);
  });

  test("it asks for nothing from anywhere, and says what it shows to who can't see it", () => {
    for (const { drawn } of pictures) {
      expect(drawn).not.toMatch(
        /<script|<image|<use|@import|@font-face|url\(|href|https?:(?!\/\/www\.w3\.org\/2000\/svg)/,
      );
      expect(drawn).toMatch(/^<svg [^>]*role="img" aria-labelledby="title desc"/);
      expect(drawn).toMatch(/<title id="title">[^<]+<\/title>\n<desc id="desc">[^<]+<\/desc>/);
    }
  });
});

describe("its colours", () => {
  const light = (hex: string): number => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: string, b: string): number => {
    const [high = 0, low = 0] = [light(a), light(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  const grounds = ["page", "region", "vpc", "public", "private", "database", "card", "chip"];
  const hues = Object.keys(HUES);
  const pairs = [
    ...["title", "detail", ...hues.map((hue) => `${hue}-text`)].flatMap((text) =>
      grounds.map((ground) => [text, ground, 4.5] as const),
    ),
    ...hues.map((hue) => [`${hue}-line`, `${hue}-tint`, 3] as const),
    ...["stub", ...hues.map((hue) => `${hue}-line`)].flatMap((line) =>
      grounds.map((ground) => [line, ground, 3] as const),
    ),
  ];

  test.each([
    ["light", 0],
    ["dark", 1],
  ] as const)("can be told apart on a %s page: WCAG's AA", (_, theme) => {
    const bad = pairs.flatMap(([front, back, least]) => {
      const over = PAINTS[front]?.fill ?? PAINTS[front]?.stroke;
      const under = PAINTS[back]?.fill;
      if (!over || !under) throw new Error(`${front} on ${back} is no pair`);
      const ratio = contrast(over[theme], under[theme]);
      return ratio < least ? [`${front} on ${back}: ${ratio.toFixed(2)}`] : [];
    });
    expect(bad).toEqual([]);
  });

  test("stand as attributes for viewers without style sheets, and a dark page changes each of them", () => {
    for (const { drawn } of pictures) {
      const used = new Set([...drawn.matchAll(/class="([^"]+)"/g)].map(([, role = ""]) => role));
      const style = /<style>@media \(prefers-color-scheme:dark\)\{(.*)\}<\/style>/.exec(drawn)?.[1] ?? "";
      expect([...used].filter((role) => !style.includes(`.${role}{`))).toEqual([]);
      expect([...drawn.matchAll(/<(?:rect|text|path|circle) (?!class="[^"]+" fill=")/g)]).toEqual([]);
    }
  });
});

test("the same spec with its keys turned around draws the same bytes", () => {
  for (const text of given.slice(0, 14)) {
    const document = parseDocument(text);
    const services: unknown = document.get("services");
    if (isMap(services)) services.items.reverse();
    const draw = (spec: string): string[] => graphsOf(spec).map((graph) => svg(picture(graph)));
    expect(draw(document.toString())).toEqual(draw(text));
  }
});
