// Alarms fire: those of the reference spec and of the golden with every metric, in worlds where the limit is passed, kept,
// passed too shortly, and where nothing is measured at all.
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { SPECS } from "../laws/lowered.ts";
import { evaluate, type State, stateOf, statisticOf, type Treatment } from "./infrastructure/cloudwatch.ts";
import { solve } from "./infrastructure/metric-math.ts";
import { type Fields, type Item, list, ofType, type Stack, stacksOf, text } from "./infrastructure/stack.ts";
import { amount, type Declared, feedOf, minuteOf, traffic } from "./infrastructure/worlds.ts";

/** AWS's own tables: points with the newest on the right, `0` keeps the limit, `X` passes it, `-` is missing. */
describe("the evaluator gives what AWS's tables give", () => {
  const rows: [string, number, number, string][] = [
    ["0 - X - X", 3, 3, "OK OK OK OK"],
    ["0 - - - -", 3, 3, "OK OK OK OK"],
    ["- - - - -", 3, 3, "INSUFFICIENT_DATA kept ALARM OK"],
    ["0 X X - X", 3, 3, "ALARM ALARM ALARM ALARM"],
    ["- - X - -", 3, 3, "ALARM kept ALARM OK"],
    ["0 - X - X", 3, 2, "ALARM ALARM ALARM ALARM"],
    ["0 0 X 0 X", 3, 2, "ALARM ALARM ALARM ALARM"],
    ["0 - X - -", 3, 2, "OK OK ALARM OK"],
    ["- - - - 0", 3, 2, "OK OK ALARM OK"],
    ["- - - X -", 3, 2, "ALARM kept ALARM OK"],
  ];
  test.each(rows)("%s, of %d, %d to alarm", (points, periods, needed, expected) => {
    const range = points.split(" ").map((point) => (point === "-" ? undefined : point === "X"));
    const treatments: Treatment[] = ["missing", "ignore", "breaching", "notBreaching"];
    const states = treatments.map((treatment) => stateOf(range, periods, needed, treatment, "kept" as State));
    expect(states.join(" ")).toBe(expected);
  });

  test("statistics and metric math", () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(
      ["Average", "Sum", "Minimum", "Maximum", "SampleCount", "p50", "p95", "p99"].map((one) =>
        statisticOf(one, hundred),
      ),
    ).toEqual([50.5, 5050, 1, 100, 100, 50, 95, 99]);
    expect(solve("IF(FILL(a,0)+b>=3, 100*(b-1)/2, 0)", { a: undefined, b: 3 })).toBe(100);
    expect([solve("a+1", { a: undefined }), solve("1/a", { a: 0 }), solve("2*(3+4)-1", {})]).toEqual([
      undefined,
      undefined,
      13,
    ]);
    expect(() => solve("AVG(a)", { a: 1 })).toThrow("AVG");
    expect(() => solve("b", { a: 1 })).toThrow("no series b");
  });
});

/** What silence means, by metric: what is not measured at all is news where it should always be there. */
const SILENT: Readonly<Record<string, State>> = {
  errorRate: "OK",
  errors: "OK",
  p50: "OK",
  p90: "OK",
  p95: "OK",
  p99: "OK",
  requests: "OK",
  custom: "OK",
  "requests below": "ALARM",
  "custom below": "ALARM",
};

interface Case {
  readonly stack: Stack;
  readonly name: string;
  readonly alarm: Item;
  readonly declared: Declared;
  readonly custom: string;
}

/** Every alarm of two specs, with what the spec says of it: text that this test reads for itself. */
const cases: readonly Case[] = SPECS.filter(([name]) => ["reference", "one-environment"].includes(name)).flatMap(
  ([name, source]) => {
    const spec = parse(source) as {
      alerts: { alarms: Record<string, Declared & { namespace?: string; name?: string }> };
    };
    return stacksOf(name, source).flatMap((stack) =>
      ofType(stack, "cloudwatch/metricAlarm:MetricAlarm").map((alarm) => {
        const short = text(alarm.properties, "name")
          .replace(`${stack.project}-${stack.environment.name}-`, "")
          .replace(/-00\d$/, "");
        const own = spec.alerts.alarms[short];
        if (!own) throw new Error(`${short} is not in the spec`);
        const declared = { ...own, period: own.period ?? "5m", periods: own.periods ?? 1 };
        return {
          stack,
          name: `${name}, ${stack.environment.name}: ${alarm.key}`,
          alarm,
          declared,
          custom: `${own.namespace} ${own.name}`,
        };
      }),
    );
  },
);
console.log(`${cases.length} alarms of ${new Set(cases.map(({ stack }) => stack.spec)).size} specs`);

/** RDS leaves an application floor(0.9 × GiB × 2^30 / 9531392) less 5 connections. */
const MEMORY: Readonly<Record<string, number>> = { "db.t4g.micro": 1, "db.t4g.small": 2 };
const connectionsOf = ({ stack }: Case): number => {
  const instance = text(ofType(stack, "rds/instance:Instance")[0]?.properties, "instanceClass");
  return Math.floor((0.9 * (MEMORY[instance] ?? 0) * 2 ** 30) / 9531392) - 5;
};

const UNTIL = 7 * 86400;

/** What happens before an alarm is judged: so many periods of bad minutes, then of calm ones, after a calm time. */
interface Story {
  readonly bad: number;
  readonly calm?: number;
  /** The node that it happens at. */
  readonly node?: string;
  /** Minutes at the end whose samples have not arrived yet. */
  readonly late?: number;
}

function after(one: Case, { bad, calm = 0, node = "", late = 0 }: Story): State {
  const perPeriod = Math.max(amount(one.declared.period) / 60, 1);
  const minutes = (periods: number, isBad: boolean) =>
    Array.from({ length: periods * perPeriod }, () => minuteOf(one.declared, isBad, connectionsOf(one), one.custom));
  const all = [...minutes(8, false), ...minutes(bad, true), ...minutes(calm, false)];
  const arrived = all.map((minute, index) => (index < all.length - late ? minute : {}));
  return evaluate(one.alarm, feedOf(arrived, UNTIL, node), UNTIL, "OK");
}

describe.each(cases)("$name", (one) => {
  const { declared, alarm } = one;
  const { periods } = declared;
  const node = /-00\d$/.exec(alarm.key)?.[0] ?? "";
  const expectState = (story: Omit<Story, "node">, state: State): void =>
    expect(after(one, { ...story, node })).toBe(state);
  test("fires when the limit is passed for as long as the spec says", () => expectState({ bad: periods }, "ALARM"));
  test("is quiet while the limit is kept", () => expectState({ bad: 0, calm: 1 }, "OK"));
  test("is over when the limit is kept again", () => expectState({ bad: periods, calm: periods + 2 }, "OK"));
  if (periods > 1) test("is quiet when it is passed more shortly", () => expectState({ bad: periods - 1 }, "OK"));
  test("is not misled by a minute that has not arrived yet", () => {
    expectState({ bad: periods + 1, late: 1 }, "ALARM");
    expectState({ bad: 0, calm: 1, late: 1 }, "OK");
  });
  test("takes silence for what it is", () => {
    const expected =
      (declared.below === undefined ? undefined : SILENT[`${declared.metric} below`]) ??
      SILENT[declared.metric] ??
      "INSUFFICIENT_DATA";
    expect(evaluate(alarm, () => [], UNTIL, "OK")).toBe(expected);
    expect(alarm.properties["insufficientDataActions"] !== undefined).toBe(expected === "INSUFFICIENT_DATA");
  });
  if (node !== "")
    test("is quiet when it is another node's", () =>
      expect(after(one, { bad: periods, node: "-006" })).not.toBe("ALARM"));
});

describe("the error rate of the reference spec", () => {
  const [one] = cases.filter(({ alarm }) => alarm.key === "alarm-api-error-rate");
  const state = (minute: ReturnType<typeof traffic>): State =>
    evaluate(one?.alarm as Item, feedOf([minute, minute, minute], UNTIL), UNTIL, "OK");
  test.each([
    ["six of a hundred fail", traffic(100, { target: 6 }), "ALARM"],
    ["five of a hundred fail, which is not above 5 %", traffic(100, { target: 5 }), "OK"],
    ["the load balancer answers with 502 itself", traffic(100, { balancer: 10 }), "ALARM"],
    ["there is no target, and every answer is a 503", traffic(100, { none: 100 }), "ALARM"],
    ["half of a handful fail, which is chance", traffic(10, { target: 5 }), "OK"],
    ["nobody asks", traffic(0), "OK"],
    ["everything is well", traffic(5000), "OK"],
  ] as const)("%s", (_, minute, expected) => expect(state(minute)).toBe(expected));
});

describe("the response time of the reference spec, whose limit is two seconds", () => {
  const [one] = cases.filter(({ alarm }) => alarm.key === "alarm-response-time");
  const state = (seconds: number, perMinute: number, before: State = "OK"): State => {
    const minute = { "AWS/ApplicationELB TargetResponseTime": Array.from({ length: perMinute }, () => seconds) };
    return evaluate(one?.alarm as Item, feedOf([minute, minute, minute], UNTIL), UNTIL, before);
  };
  test("counts seconds", () =>
    expect([state(2.1, 300), state(1.9, 300), state(0.002, 300)]).toEqual(["ALARM", "OK", "OK"]));
  test("keeps its state where too few requests make no percentile", () =>
    expect([state(9, 20), state(9, 20, "ALARM"), state(0.1, 20, "ALARM"), state(9, 100)]).toEqual([
      "OK",
      "ALARM",
      "ALARM",
      "ALARM",
    ]));
});

describe("an alarm that is wrong would be noticed", () => {
  type Sabotage = readonly [what: string, key: string, change: (properties: Fields) => void, late?: number];
  const sabotage: readonly Sabotage[] = [
    ["a threshold in milliseconds", "alarm-response-time", (one) => Object.assign(one, { threshold: 2000 })],
    [
      "a median in place of the 95th percentile",
      "alarm-response-time",
      (one) => Object.assign(one, { extendedStatistic: "p50" }),
    ],
    [
      "the wrong way round",
      "alarm-database-cpu",
      (one) => Object.assign(one, { comparisonOperator: "LessThanThreshold" }),
    ],
    ["another metric", "alarm-backend-cpu", (one) => Object.assign(one, { metricName: "MemoryUtilization" })],
    ["GiB in place of bytes", "alarm-database-storage", (one) => Object.assign(one, { threshold: 5 })],
    ["more periods", "alarm-backend-cpu", (one) => Object.assign(one, { evaluationPeriods: 3 })],
    ["silence that is not filled", "alarm-chats-started", (one) => rewrite(one, "FILL(count,0)", "count")],
    ["a late minute that is taken for a good one", "alarm-api-error-rate", (one) => rewrite(one, "req*0", "0"), 1],
  ];
  test.each(sabotage.map(([what, key, change, late = 0]) => ({ what, key, change, late })))(
    "$what",
    ({ key, change, late }) => {
      const [one] = cases.filter(({ alarm }) => alarm.key === key);
      if (!one) throw new Error(`no alarm ${key}`);
      const alarm = structuredClone(one.alarm);
      const story = { bad: one.declared.periods + late, late };
      expect(after(one, story)).toBe("ALARM");
      change(alarm.properties);
      expect(after({ ...one, alarm }, story)).not.toBe("ALARM");
    },
  );
});

/** Writes another formula into an alarm. */
function rewrite(properties: Fields, old: string, other: string): void {
  const result = list(properties, "metricQueries").find((one) => text(one, "expression").includes(old));
  Object.assign(result as Fields, { expression: text(result, "expression").replace(old, other) });
}
