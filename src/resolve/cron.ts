// Five fields of cron as EventBridge Scheduler writes them: six fields, `?` for the day that is not asked, Sunday is 1.

const FIELDS: readonly { readonly least: number; readonly most: number; readonly words?: readonly string[] }[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, words: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"] },
  { least: 0, most: 7, words: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] },
];

/** `0 18 * * *` as `cron(0 18 * * ? *)`; undefined where it is no cron that the scheduler can express. */
export function awsSchedule(cron: string): string | undefined {
  const fields = cron.trim().split(/[ \t]+/);
  if (fields.length !== 5 || !fields.every((field, index) => legal(field, index))) return undefined;
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = fields;
  if (day !== "*" && weekday !== "*") return undefined; // cron means "or", the scheduler can't say it
  const days = weekday === "*" ? [day, "?"] : ["?", weekdays(weekday)];
  const six = [minute, hour, days[0], month, days[1], "*"].map((field, index) =>
    stepped(field ?? "", index).toUpperCase(),
  );
  return `cron(${six.join(" ")})`;
}

/** The scheduler counts steps from a first value: `0/15` where cron says `*` + `/15`. */
function stepped(field: string, index: number): string {
  return field.replace(/(^|,)\*\//g, (_, before: string) => `${before}${FIELDS[index]?.least ?? 0}/`);
}

function legal(field: string, index: number): boolean {
  return field.split(",").every((item) => {
    const found = /^(\*|[A-Za-z]{3}|\d{1,2})(?:-([A-Za-z]{3}|\d{1,2}))?(?:\/(\d{1,2}))?$/.exec(item);
    if (!found) return false;
    const [, from = "", to, step] = found;
    if (step !== undefined && (Number(step) < 1 || Number(step) > (FIELDS[index]?.most ?? 0))) return false;
    if (from === "*") return to === undefined;
    const [first, last] = [number(from, index), to === undefined ? undefined : number(to, index)];
    return first !== undefined && (to === undefined || (last !== undefined && last >= first));
  });
}

function number(text: string, index: number): number | undefined {
  const field = FIELDS[index];
  if (!field) return undefined;
  const word = field.words?.indexOf(text.toUpperCase()) ?? -1;
  const value = /^\d+$/.test(text) ? Number(text) : word === -1 ? Number.NaN : word + (index === 3 ? 1 : 0);
  return value >= field.least && value <= field.most ? value : undefined;
}

/** Weekdays one by one and by name: cron's Sunday is 0 or 7, the scheduler's is 1, and its ranges don't wrap. */
function weekdays(field: string): string {
  const chosen = field.split(",").flatMap((item) => {
    const [range = "", step = "1"] = item.split("/");
    const [from = "", to = from] = range === "*" ? ["0", "6"] : range.split("-");
    const [first = 0, last = 0] = [number(from, 4), number(to, 4)];
    return Array.from({ length: last - first + 1 }, (_, index) => first + index)
      .filter((day) => (day - first) % Number(step) === 0)
      .map((day) => day % 7);
  });
  return (FIELDS[4]?.words ?? []).filter((_, day) => chosen.includes(day)).join(",");
}
