// How a reader says that a file is not what its name promises: thrown by readers, caught where files are read.
import type { Place } from "#schema/fact.ts";

const MARK = Symbol("unreadable");

/** What can't be read, and where. */
export interface Unreadable {
  readonly [MARK]: true;
  readonly place: Place;
  readonly problem: string;
}

/** Ends the reading of a file. */
export function unreadable(place: Place, problem: string): Error & Unreadable {
  return Object.assign(new Error(problem), { [MARK]: true as const, place, problem });
}

export function isUnreadable(fault: unknown): fault is Unreadable {
  return fault instanceof Error && MARK in fault;
}
