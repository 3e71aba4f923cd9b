// Whether a document fits on the rest of its line: what the layout asks before it breaks a group.
import { type Doc, isDocs } from "./doc.ts";
import { textWidth } from "#schema/width.ts";

/** Documents on their way to the page, from `at` on. */
export interface Waiting {
  readonly docs: readonly Doc[];
  at: number;
  readonly indent: number;
  readonly flat: boolean;
}

/** The page so far, and what is to come. */
export interface Sheet {
  readonly width: number;
  /** The last comes first. */
  readonly waiting: Waiting[];
  /** Groups with an id: whether they were printed flat. */
  readonly flatById: Map<object, boolean>;
  column: number;
}

/** One measuring. */
interface Probe {
  readonly flatById: ReadonlyMap<object, boolean>;
  /** Whether what must break may stand in it. */
  readonly mayBreak: boolean;
  remaining: number;
  space: boolean;
}

/** Whether a document fits: up to its first break, and with what follows it (`withRest`). A fill asks for its parts alone. */
export function fits(sheet: Sheet, doc: Doc, flat: boolean, withRest: boolean): boolean {
  const { waiting, flatById, width, column } = sheet;
  const probe: Probe = { flatById, mayBreak: withRest, remaining: width - column, space: false };
  if (probe.remaining < 0) return false;
  let found = measure(probe, doc, flat);
  const end = withRest ? 0 : waiting.length;
  for (let at = waiting.length - 1; at >= end && found === undefined; at -= 1) {
    const rest = waiting[at];
    if (rest) found = measureAll(probe, rest.docs, rest.at, rest.flat);
  }
  return found ?? true;
}

function measureAll(probe: Probe, docs: readonly Doc[], from: number, flat: boolean): boolean | undefined {
  for (let at = from; at < docs.length; at += 1) {
    const found = measure(probe, docs[at] ?? "", flat);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether all fits; undefined where that depends on what follows. */
function measure(probe: Probe, doc: Doc, flat: boolean): boolean | undefined {
  if (typeof doc === "string") return take(probe, doc);
  if (isDocs(doc)) return measureAll(probe, doc, 0, flat);
  switch (doc.kind) {
    case "line":
      if (!flat || doc.hard) return true;
      if (!doc.soft) probe.space = true;
      return undefined;
    case "pair":
      return take(probe, doc.head) ?? (flat ? take(probe, ` ${doc.text}`) : true);
    case "group": {
      if (doc.broken && !probe.mayBreak) return false;
      const isFlat = flat && !doc.broken;
      return measure(probe, isFlat ? doc.contents : (doc.states?.at(-1) ?? doc.contents), isFlat);
    }
    case "if-break": {
      const isFlat = doc.id === undefined ? flat : probe.flatById.get(doc.id) !== false;
      return measure(probe, isFlat ? doc.flat : doc.broken, flat);
    }
    case "fill":
      return measureAll(probe, doc.parts, 0, flat);
    case "indent":
    case "align":
    case "indent-if-break":
      return measure(probe, doc.contents, flat);
    default:
      return undefined;
  }
}

function take(probe: Probe, text: string): false | undefined {
  if (text === "") return undefined;
  probe.remaining -= textWidth(text) + (probe.space ? 1 : 0);
  probe.space = false;
  return probe.remaining < 0 ? false : undefined;
}
