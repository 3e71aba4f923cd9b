// Ports in every form that compose knows: 3000, "8080:3000", "127.0.0.1:8080:3000/tcp", "3000-3005:3000-3005", and the map.
import { dataOf, textOf } from "./file.ts";

/** A container's port, and the one on the developer's machine, if it is named. */
export interface Port {
  readonly container: number;
  readonly host: number | undefined;
  readonly udp: boolean;
}

/** One entry of `ports`; of a range the first. Undefined where it says no number. */
export function portOf(entry: unknown, filled: (text: string) => string): Port | undefined {
  const long = dataOf(entry);
  if (Object.keys(long).length > 0) {
    const [target, published] = [long["target"], long["published"]].map((value) => number(filled(textOf(value) ?? "")));
    return target === undefined
      ? undefined
      : { container: target, host: published, udp: textOf(long["protocol"]) === "udp" };
  }
  const [text = "", protocol] = filled(textOf(entry) ?? "").split("/");
  // An IPv6 address stands in brackets; what is left of the last two colons is an address.
  const parts = text.replace(/^\[[^\]]*\]/, "").split(":");
  const container = number(parts.at(-1));
  return container === undefined ? undefined : { container, host: number(parts.at(-2)), udp: protocol === "udp" };
}

function number(text: string | undefined): number | undefined {
  const port = Number(/^(\d{1,5})(?:-\d{1,5})?$/.exec(text ?? "")?.[1]);
  return port >= 1 && port <= 65535 ? port : undefined;
}
