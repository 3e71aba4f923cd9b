// When a line was written: the time in it as it stands there, or what a field of JSON counts since 1970.

const WRITTEN =
  /\b(?:19|20)\d\d[-/](?:0[1-9]|1[0-2])[-/](?:[0-2]\d|3[01])[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?/;
const FIELD =
  /"(?:timestamp|ingestionTime|time|ts|@timestamp|createdAt|eventTime)"\s*:\s*"?(\d{10}(?:\d{3})?(?:\.\d+)?|(?:19|20)\d\d-[^"]{6,40})/;

/** The time in a text; undefined where it has none. */
export function timeIn(text: string): string | undefined {
  const written = WRITTEN.exec(text.length > 2000 ? text.slice(0, 2000) : text)?.[0];
  if (written !== undefined) return written;
  const counted = FIELD.exec(text)?.[1];
  if (counted === undefined) return undefined;
  return counted.includes("-") ? counted : ofEpoch(Number(counted));
}

const two = (value: number): string => String(value).padStart(2, "0");

/** Seconds or milliseconds since 1970 as ISO 8601; undefined where it can be neither. */
export function ofEpoch(count: number): string | undefined {
  const milliseconds = count < 1e11 ? count * 1000 : count;
  if (!(milliseconds >= 1e11 && milliseconds < 1e13)) return undefined;
  const seconds = Math.floor(milliseconds / 1000);
  const [year, month, day] = civil(Math.floor(seconds / 86400));
  const rest = seconds % 86400;
  const clock = `${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}`;
  return `${year}-${two(month)}-${two(day)}T${clock}Z`;
}

const PARTS =
  /^(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?(?:Z|UTC|([+-])(\d\d):?(\d\d)))?/;

/** A time as seconds since 1970, so that two can be compared; one without a zone counts as UTC. */
export function secondsOf(time: string): number | undefined {
  const [whole, year, month, day, hour, minute, second = "0", fraction = "0", sign, hours = "0", minutes = "0"] =
    PARTS.exec(time) ?? [];
  if (whole === undefined) return undefined;
  const zone = (sign === "-" ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
  const clock = Number(hour) * 3600 + Number(minute) * 60 + Number(second) + Number(`0.${fraction}`);
  return daysOf(Number(year), Number(month), Number(day)) * 86400 + clock - zone;
}

/** Days since 1970. */
function daysOf(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468;
}

/** Year, month and day of a day counted since 1970. http://howardhinnant.github.io/date_algorithms.html */
function civil(days: number): readonly [number, number, number] {
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const index = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * index + 2) / 5) + 1;
  const month = index < 10 ? index + 3 : index - 9;
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day];
}
