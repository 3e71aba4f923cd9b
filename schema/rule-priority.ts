// The priority of a load balancer's rule where the spec names none. Rules are asked in the order of their priority, 1 to
// 50000: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html

/** Three classes of host, nine depths of path in each. */
const DEPTHS = 9;
const BAND = Math.floor(50000 / (3 * DEPTHS));

/**
 * A priority that follows from the route and the service's name alone, so that another service moves nothing: exact hosts
 * before wildcards before none, deeper paths before shallower ones, and within such a band a place by name.
 */
export function rulePriority(name: string, host: string | undefined, path: string | undefined): number {
  const hostClass = host === undefined ? 2 : host.startsWith("*.") ? 1 : 0;
  const depth = Math.min(path?.split("/").length ?? 1, DEPTHS) - 1;
  const band = hostClass * DEPTHS + (DEPTHS - 1 - depth);
  return 1 + band * BAND + (hash(name) % BAND);
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return value;
}
