// Versions that a project names, as AWS and this language know them: the same one, or the next that is still cared for.
import { NODE_RELEASES, POSTGRES_RELEASES, type Release } from "#schema/aws.ts";
import { PINNED_ON } from "#schema/pins.ts";

const LATEST_POSTGRES = "18";
/** What a cache gets that was Redis or an unknown version: the spec's default. */
export const VALKEY = "8.0";

const isCurrent = ({ endOfLife }: Release): boolean => endOfLife === undefined || endOfLife > PINNED_ON;

/** PostgreSQL's major for an image's tag, as `16-alpine`; the newest where the tag names none. */
export function postgresFor(tag: string): string {
  const wanted = Number(/(?:^|pg|-)(\d{1,2})(?:\.\d+)*(?:[^\d.]|$)/.exec(tag)?.[1] ?? Number.NaN);
  if (Number.isNaN(wanted)) return LATEST_POSTGRES;
  const next = POSTGRES_RELEASES.find((release) => isCurrent(release) && Number(release.version) >= wanted);
  return next?.version ?? LATEST_POSTGRES;
}

/** Node.js's major that a text names (`20`, `v20.1.0`, `>=20 <23`), if this language knows it and it is cared for. */
export function nodeFor(text: string | undefined): number | undefined {
  const major = /(\d{2})/.exec(text ?? "")?.[1];
  const known = NODE_RELEASES.find(({ version }) => version === major);
  return known && isCurrent(known) ? Number(known.version) : undefined;
}
