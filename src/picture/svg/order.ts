// In which order the boxes of a tier stand above one another: whoever calls above whom it calls, with few crossings.
import { Graph, layout } from "@dagrejs/dagre";
import { byText } from "#schema/order.ts";
import type { Box, Flow } from "#schema/picture.ts";

interface Placed {
  readonly x: number;
  readonly y: number;
}

/**
 * The boxes as dagre layers them below the load balancer: row by row, and in a row from left to right; of equal places
 * the name decides. Who calls none of the others and is called by none stands below them all.
 */
export function ordered(boxes: readonly Box[], flows: readonly Flow[]): readonly Box[] {
  const graph = new Graph();
  graph.setGraph({ rankdir: "TB" });
  graph.setDefaultEdgeLabel(() => ({}));
  const ids = ["load-balancer", ...boxes.map(({ id }) => id)];
  for (const id of ids) graph.setNode(id, { width: 100, height: 40 });
  const ties = flows.filter(({ from, to }) => ids.includes(from) && ids.includes(to));
  for (const { from, to } of ties) graph.setEdge(from, to);
  layout(graph);
  const isTied = ({ id }: Box): boolean => ties.some(({ from, to }) => from === id || to === id);
  const placeOf = ({ id }: Box): Placed => graph.node(id) as Placed;
  const compare = (a: Box, b: Box): number => {
    const [one, other] = [placeOf(a), placeOf(b)];
    return one.y - other.y || one.x - other.x || byText(a.id, b.id);
  };
  const [tied, loners] = [boxes.filter(isTied), boxes.filter((box) => !isTied(box))];
  return [...tied.toSorted(compare), ...loners.filter(isService), ...loners.filter((box) => !isService(box))];
}

const isService = ({ kind }: Box): boolean => kind === "service";
