// The signs of boxes, drawn by us as lines on a field of 20 by 20: nobody's trade marks.
import type { BoxKind } from "#schema/picture.ts";
import type { Hue } from "./palette.ts";

interface Sign {
  readonly hue: Hue;
  /** SVG path data, stroked. */
  readonly path: string;
}

const CYLINDER =
  "M4 5.5c0-1.4 2.7-2.5 6-2.5s6 1.1 6 2.5-2.7 2.5-6 2.5-6-1.1-6-2.5zM4 5.5v9c0 1.4 2.7 2.5 6 2.5s6-1.1 6-2.5v-9";

export const SIGNS: Readonly<Record<BoxKind, Sign>> = {
  alarms: { hue: "watch", path: "M5 14.5V9a5 5 0 0 1 10 0v5.5M3 14.5h14M8.5 17.5h3M10 4V2.5" },
  bucket: { hue: "store", path: "M3.5 5.5h13l-1.6 10.2c-.2 1-2.2 1.8-4.9 1.8s-4.7-.8-4.9-1.8zM5 11.5h10" },
  cache: { hue: "cache", path: "M11 2.5L4.5 11.5h5L9 17.5l6.5-9h-5z" },
  chat: { hue: "world", path: "M3 4h14v9.5H10.5L6.5 17v-3.5H3zM7 8.8h.1M10 8.8h.1M13 8.8h.1" },
  database: { hue: "data", path: `${CYLINDER}M4 10c0 1.4 2.7 2.5 6 2.5s6-1.1 6-2.5` },
  endpoints: { hue: "way", path: "M7 7V3.5M13 7V3.5M5 7h10v3.5a5 5 0 0 1-10 0zM10 15.5V18" },
  internet: {
    hue: "world",
    path: "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 1 0 0-15zM2.5 10h15M10 2.5c-5 4.5-5 10.5 0 15 5-4.5 5-10.5 0-15z",
  },
  "load-balancer": {
    hue: "way",
    path: "M3 10h6M9 10l5-5.5h3M9 10h8M9 10l5 5.5h3M15 2.7l2 1.8-2 1.8M15 8.2l2 1.8-2 1.8M15 13.7l2 1.8-2 1.8",
  },
  nat: { hue: "way", path: "M3 6.5h11M11 3.5l3 3-3 3M17 13.5H6M9 10.5l-3 3 3 3" },
  notifier: { hue: "watch", path: "M5 3.5h2.5l6.5 13H16M9 8.5l-4.5 8" },
  service: { hue: "work", path: "M10 2.5l6.5 3.7v7.6L10 17.5l-6.5-3.7V6.2zM3.5 6.2L10 10l6.5-3.8M10 10v7.5" },
  task: { hue: "work", path: "M10 3a7 7 0 1 0 7 7M10 6v4l3 2M17 3v4h-4" },
  topic: { hue: "watch", path: "M3 8v4h3l6 4V4L6 8zM14.5 7.5a3.5 3.5 0 0 1 0 5" },
};
