// A line to what it says: colours taken off, JSON laid out as text, with what is nested in its messages, and its time.
import { isPlainMap } from "#schema/data.ts";
import { ofEpoch, timeIn } from "./time.ts";

/** One thing that a log tells. A line of JSON may hold many. */
export interface Event {
  /** Messages as they are, other fields as `key: value`, a line each. */
  readonly text: string;
  readonly time: string | undefined;
}

/** Fields whose value is the message itself. */
const MESSAGES = /^(?:message|msg|log|err|error|errorMessage|stack|reason|stoppedReason|cause|textPayload|@message)$/;
/** Fields that hold what people wrote: a question about an error is no error. */
const WORDS_OF_USERS = /^(?:body|prompt|content|completion|question|answer|input|output|requestBody|responseBody)$/;
/** Lists of things that were logged. */
const LISTS = ["logEvents", "events", "Records", "records", "searchedLogEvents"];
const TIMES = ["timestamp", "@timestamp", "time", "ts", "createdAt", "eventTime", "stoppedAt"];
const DEEPEST = 6;
const MOST_LEAVES = 400;
// oxlint-disable-next-line no-control-regex
const COLOURS = /\u001b\[[0-9;?]{0,20}[A-Za-z]/g;
const FIELD = /^\s*"([\w@.-]{1,60})"\s*:\s*("(?:[^"\\]|\\.)*"),?\s*$/;

/** Everything that a line tells; a line that is no JSON tells one thing. */
export function eventsIn(raw: string): readonly Event[] {
  const line = raw.includes("\u001b") ? raw.replace(COLOURS, "") : raw;
  const start = line.indexOf("{");
  if (start >= 0) {
    const whole = parsed(line.slice(start));
    if (whole !== undefined) return listed(whole, start === 0 ? undefined : line.slice(0, start));
    if (line.length > 2 && line.includes("}{")) return line.split(/(?<=\})(?=\{)/).flatMap(ofPart);
  }
  const field = FIELD.exec(line);
  const value = field && parsed(field[2] ?? "");
  if (field && typeof value === "string") return [of({ [field[1] ?? ""]: value }, undefined)];
  return [{ text: line, time: timeIn(line) }];
}

function ofPart(part: string): readonly Event[] {
  const whole = parsed(part);
  return whole === undefined ? [{ text: part, time: timeIn(part) }] : listed(whole, undefined);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The members of a list of events by themselves, each with what the whole says of all of them. */
function listed(whole: unknown, before: string | undefined): readonly Event[] {
  if (isPlainMap(whole)) {
    for (const key of LISTS) {
      const list = whole[key];
      if (!Array.isArray(list) || list.length === 0) continue;
      const { [key]: _, ...others } = whole;
      const frame = leaves(others).join("\n");
      return list.map((member: unknown) => {
        const { text, time } = of(member, undefined);
        return { text: frame === "" ? text : `${text}\n${frame}`, time };
      });
    }
  }
  return [of(whole, before)];
}

function of(value: unknown, before: string | undefined): Event {
  const text = leaves(value).join("\n");
  return {
    text: before === undefined || before.trim() === "" ? text : `${before.trim()} ${text}`,
    time: timeOf(value) ?? timeIn(before ?? text),
  };
}

function timeOf(value: unknown): string | undefined {
  if (!isPlainMap(value)) return undefined;
  for (const key of TIMES) {
    const time = value[key];
    if (typeof time === "number") return ofEpoch(time);
    if (typeof time === "string") return timeIn(time) ?? (/^\d{10,13}$/.test(time) ? ofEpoch(Number(time)) : undefined);
  }
  return undefined;
}

/** The texts of a value: messages first, then the other fields. What people wrote is left out. */
function leaves(value: unknown): readonly string[] {
  const messages: string[] = [];
  const fields: string[] = [];
  const walk = (node: unknown, key: string, depth: number): void => {
    if (depth > DEEPEST || messages.length + fields.length > MOST_LEAVES || WORDS_OF_USERS.test(key)) return;
    if (typeof node === "string") {
      const inner = /^\s*[{[]/.test(node) ? parsed(node) : undefined;
      if (inner !== undefined) walk(inner, key, depth + 1);
      else if (key === "" || MESSAGES.test(key)) messages.push(node);
      else fields.push(`${key}: ${node}`);
    } else if (Array.isArray(node)) {
      for (const member of node) walk(member, key, depth + 1);
    } else if (isPlainMap(node)) {
      for (const [name, member] of Object.entries(node)) walk(member, name, depth + 1);
    } else if (node !== null && node !== undefined) fields.push(`${key}: ${String(node)}`);
  };
  walk(value, "", 0);
  return [...messages, ...fields];
}
