// What generated files say, read back from their texts: one fact, one value, and every place that says it.

/** Where a file says something; the line is 1-based. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** A value that a fact has, and every place that gives it this value. A fact with two values stands twice. */
export interface Fact {
  readonly fact: string;
  readonly value: string;
  readonly places: readonly Place[];
}
