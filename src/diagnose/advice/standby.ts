// A standby in another zone, for a database that must not stop.
import { changes } from "../change.ts";
import type { Situation } from "../situation.ts";

/** A standby takes over in a minute or two where a single instance is away for as long as its restart takes. */
export const standby = (s: Situation) =>
  s.environment.database && !s.environment.database.multiAz ? changes(s, ["database", "multiAz"], true) : [];

export const standbyWords = (s: Situation): readonly string[] =>
  s.environment.database && !s.environment.database.multiAz
    ? [`where ${s.environment.name} must not stop for it: a standby in another zone, at twice the price`]
    : [];
