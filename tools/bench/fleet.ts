// Specs to measure growth with: fleets of many, and one with many services.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes `count` copies of a spec, each in a folder of its own; gives the folder of them all. */
export function fleetOf(folder: string, text: string, count: number): string {
  const root = join(folder, `fleet-${count}`);
  rmSync(root, { recursive: true, force: true });
  for (let number = 1; number <= count; number += 1) {
    const place = join(root, `product-${number}`);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "sage.yaml"), text);
  }
  return root;
}

/** A spec with `count` services. */
export function servicesOf(count: number): string {
  const services = Array.from({ length: count }, (_, at) => `  service-${at}:\n    port: ${3000 + at}\n`);
  return `version: 1\nproject: wide\nregion: eu-central-1\nservices:\n${services.join("")}`;
}
