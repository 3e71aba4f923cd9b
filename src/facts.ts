// Generated files to facts: what each says about ports, names, versions, rights and so on, read back from the texts
// alone, and whether they all say the same. Knows nothing of the spec, nor of how the files were made.
import type { Fact } from "#schema/fact.ts";
import type { Finding } from "#schema/finding.ts";
import { byText } from "#schema/order.ts";
import type { LineOrigins } from "#schema/plan.ts";
import type { Claim } from "./facts/claim.ts";
import { alarmClaims } from "./facts/claims/alarms.ts";
import { composeClaims } from "./facts/claims/compose.ts";
import { documentClaims } from "./facts/claims/documents.ts";
import { imageClaims } from "./facts/claims/images.ts";
import { pipelineClaims } from "./facts/claims/pipelines.ts";
import { projectClaims } from "./facts/claims/project.ts";
import { rightClaims } from "./facts/claims/rights.ts";
import { serviceClaims } from "./facts/claims/services.ts";
import { storeClaims } from "./facts/claims/stores.ts";
import type { Node } from "./facts/node.ts";
import { readSources, type Sources } from "./facts/sources.ts";

/** The files of an output folder as they stand there. */
export interface Given {
  readonly texts: ReadonlyMap<string, string>;
  /** The output's own map: which spec paths each line came from. */
  readonly map: ReadonlyMap<string, LineOrigins>;
  /** The folder as the reader would name it, for findings. */
  readonly folder?: string;
}

/** What the files say, sorted, and a finding for each fact that they disagree on. */
export interface Facts {
  readonly facts: readonly Fact[];
  readonly findings: readonly Finding[];
}

/** Reads the facts of an output folder. */
export function facts({ texts, map, folder = "" }: Given): Facts {
  const sources = readSources(texts);
  const found = grouped(withoutOverridden(claimsOf(sources, map), map));
  const shown = (file: string): string => (folder === "" || folder === "." ? file : `${folder}/${file}`);
  const unread = sources.faults.map(({ place, problem }): Finding => {
    const file = shown(place.file);
    return { code: "facts/unreadable", path: [], file, values: { place: `${file}:${place.line}`, problem } };
  });
  // What refers to a file that can't be read says nothing true.
  return { facts: found, findings: unread.length > 0 ? unread : differing(found, shown) };
}

function claimsOf(sources: Sources, map: Given["map"]): readonly Claim[] {
  // Without a map nothing tells what is an environment's own, and then no such value is compared.
  const isOverlaid = ({ place }: Node): boolean =>
    map.size === 0 ||
    (map.get(place.file) ?? []).some(([line, path]) => line === place.line && path.startsWith("environments."));
  const pipelines = pipelineClaims(sources);
  const others = [...projectClaims(sources), ...composeClaims(sources), ...documentClaims(sources)];
  const services = new Map(
    [...others, ...pipelines].toReversed().flatMap(({ fact, value }): [string, string][] => {
      return fact.endsWith(": folder") ? [[value, fact.slice(0, -": folder".length)]] : [];
    }),
  );
  const local = new Set(
    others.flatMap(({ fact, value }) => {
      const [, service] = /^(.*): variables$/.exec(fact) ?? [];
      return service === undefined ? [] : value.split(", ").map((variable) => `${service} ${variable}`);
    }),
  );
  return [
    ...others,
    ...pipelines,
    ...imageClaims(sources, services),
    ...serviceClaims(sources, { isOverlaid, has: (service, variable) => local.has(`${service} ${variable}`) }),
    ...storeClaims(sources),
    ...rightClaims(sources, pipelines),
    ...alarmClaims(sources),
  ];
}

/** The claims, without those of documents on facts that an override sets: documents tell what the spec's keys say. */
function withoutOverridden(claims: readonly Claim[], map: Given["map"]): readonly Claim[] {
  const isOverride = ({ place }: Claim): boolean =>
    (map.get(place.file) ?? []).some(([line, path]) => line === place.line && path.startsWith("overrides."));
  const overridden = new Set(claims.filter(isOverride).map(({ fact }) => fact));
  return claims.filter(({ fact, place }) => !place.file.startsWith("docs/") || !overridden.has(fact));
}

/** Claims of one fact and value as one, facts sorted by name, of a fact's values the one with the most places first. */
function grouped(claims: readonly Claim[]): readonly Fact[] {
  const byFact = new Map<string, Map<string, Map<string, Claim>>>();
  for (const claim of claims) {
    const values = byFact.get(claim.fact) ?? new Map<string, Map<string, Claim>>();
    const places = values.get(claim.value) ?? new Map<string, Claim>();
    places.set(`${claim.place.file} ${claim.place.line}`, claim);
    byFact.set(claim.fact, values.set(claim.value, places));
  }
  return [...byFact]
    .sort(([a], [b]) => byText(a, b))
    .flatMap(([fact, values]) =>
      [...values]
        .map(([value, places]): Fact => ({ fact, value, places: sortedPlaces([...places.values()]) }))
        .sort((a, b) => b.places.length - a.places.length || byText(a.value, b.value)),
    );
}

const sortedPlaces = (claims: readonly Claim[]): Fact["places"] =>
  claims.map(({ place }) => place).sort((a, b) => byText(a.file, b.file) || a.line - b.line);

/** One finding a fact that has a second value. */
function differing(found: readonly Fact[], shown: (file: string) => string): readonly Finding[] {
  return found.flatMap((other, index): Finding[] => {
    const first = found[index - 1];
    if (first?.fact !== other.fact || found[index - 2]?.fact === other.fact) return [];
    const [there] = other.places;
    const here = first.places.find(({ file }) => file !== there?.file) ?? first.places[0];
    if (!here || !there) return [];
    const file = shown(there.file);
    const values = {
      fact: other.fact,
      first: first.value,
      firstPlace: `${shown(here.file)}:${here.line}`,
      other: other.value,
      otherPlace: `${file}:${there.line}`,
    };
    return [{ code: "facts/differ", path: [], file, values }];
  });
}
