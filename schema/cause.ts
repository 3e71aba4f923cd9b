// A cause of trouble as logs tell it: the signs by which it is known, what it brings about, and why it happens.

/** What stands in a line of a log where a cause is at work. */
export interface Sign {
  /**
   * Texts of which every line that the pattern fits has one: plain ASCII without quotes and backslashes, so that they
   * are found in a line of JSON too before it is read.
   */
  readonly words: readonly string[];
  /** Without nested repetition, so that no line takes long. Named groups are kept as values. */
  readonly pattern: RegExp;
  /** What a line that only looks like it has. */
  readonly not?: RegExp;
  /** Tells more about a cause that another sign has shown, and shows none by itself. */
  readonly supports?: true;
  /** Shows the cause only where so many lines bear the same second. */
  readonly atOnce?: number;
}

/** What is known of a cause before any log is read. */
export interface Cause {
  /** What happened, as half a sentence. */
  readonly summary: string;
  readonly signs: readonly Sign[];
  /** Causes that bring this one about: codes, or an area as `database/*`. Where one is there, this one is a symptom. */
  readonly follows: readonly string[];
  /** Why it happens, an example of a line, and what mends it. */
  readonly explanation: string;
  /** Where the lines were read: documentation, and threads with real logs. */
  readonly sources: readonly string[];
}

/** Every cause of an area, by its code. */
export type Causes = Readonly<Record<string, Cause>>;

/** The sign of an error class of PostgreSQL, as servers and clients write it: `code: '53300'`, `SQLSTATE 53300`. */
export function sqlstate(code: string): Sign {
  const lead = `(?:\\b[Cc]ode["']?\\s?[:=]\\s?["']?|\\b(?:SQLSTATE|SqlState|sqlState|sqlstate|errorCode)\\W{1,12})`;
  return { words: [code], pattern: new RegExp(`${lead}${code}\\b`) };
}

/** The sign of an error code of Prisma: `code: 'P2024'`, `Error: P3009`, `PrismaClientKnownRequestError P2034: …`. */
export function prisma(code: string): Sign {
  const lead = `\\b(?:[Ee]rror(?:Code| code)?|[Cc]ode|Prisma\\w{1,60})["']?\\W{1,6}`;
  return { words: [code], pattern: new RegExp(`${lead}${code}\\b|\\(${code}\\)`) };
}
