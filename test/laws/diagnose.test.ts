// What holds for every diagnosis: it needs no luck with how a log arrives, never fails on bytes, keeps secrets, and
// proposes only what the spec takes.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fc } from "../support/chance.ts";
import { describe, expect, test } from "vitest";
import { CATALOGUE } from "#schema/catalogue.ts";
import { CAUSES } from "#schema/causes.ts";
import type { Operation } from "#schema/model.ts";
import { amend } from "#src/amend.ts";
import { advised, combine, listen } from "#src/diagnose.ts";
import { compile } from "#src/compile.ts";
import { judge } from "#src/judge.ts";
import { diagnoseCases, goldenCases } from "../cases.ts";

const REFERENCE = readFileSync(join(import.meta.dirname, "..", "..", "spec", "sage.yaml"), "utf8");
const cases = diagnoseCases();
const causes = cases.filter(({ name }) => !name.startsWith("stories/"));
const logOf = ({ folder }: { readonly folder: string }, file = "like.log"): string =>
  readFileSync(join(folder, file), "utf8");
const specOf = (text: string) => {
  const { model, document } = judge(text, "sage.yaml");
  if (!model || !document) throw new Error("the spec is refused");
  return { text, model, data: document.data };
};
const reference = specOf(REFERENCE);
type Spec = typeof reference;

const told = (pieces: readonly string[], { model }: Spec = reference) => {
  const listener = listen(CAUSES, model);
  for (const piece of pieces) listener.feed(piece);
  return listener.end();
};
const refusal = ({ text, model }: Spec, patch: readonly Operation[]): string | undefined => {
  const result = amend(text, "sage.yaml", patch, model.overrides.length > 0 ? compile : judge);
  return "problem" in result ? result.problem : undefined;
};
const verdictOf = (log: string, spec: Spec = reference, environment?: string) =>
  advised(told([log], spec), CAUSES, { ...spec, environment, trial: (patch) => refusal(spec, patch) });
const codesOf = (log: string): readonly string[] => told([log]).tallies.map(({ code }) => code);

describe("the causes", () => {
  test("are thirty and more, and none is called like a finding", () => {
    expect(Object.keys(CAUSES).length).toBeGreaterThan(30);
    expect(Object.keys(CAUSES).filter((code) => code in CATALOGUE)).toEqual([]);
    for (const code of Object.keys(CAUSES)) expect(code).toMatch(/^[a-z-]+\/[a-z-]+$/);
  });

  test("explain themselves: what is seen, what mends it, and where it was read", () => {
    for (const [code, { explanation, sources, summary }] of Object.entries(CAUSES)) {
      expect(explanation, code).toMatch(/^ {2}seen {6}\S/m);
      expect(explanation, code).toMatch(/^ {2}mend {6}\S/m);
      expect(summary, code).toMatch(/^[a-zA-Z][^.]*$/);
      expect(sources.length, code).toBeGreaterThan(0);
      for (const source of sources) expect(source, code).toMatch(/^https:\/\//);
    }
  });

  test("follow from causes that there are, and in no circle", () => {
    const codes = Object.keys(CAUSES);
    const next = new Map(
      Object.entries(CAUSES).map(([code, { follows }]) => [
        code,
        follows.flatMap((one) =>
          one.endsWith("/*") ? codes.filter((other) => other !== code && other.startsWith(one.slice(0, -1))) : [one],
        ),
      ]),
    );
    for (const [code, list] of next) for (const one of list) expect(codes, code).toContain(one);
    const circles: string[] = [];
    const walk = (code: string, way: readonly string[]): void => {
      if (way.includes(code)) return void circles.push([...way, code].join(" ← "));
      for (const one of next.get(code) ?? []) walk(one, [...way, code]);
    };
    for (const code of codes) walk(code, []);
    expect(circles).toEqual([]);
  });

  test("have signs whose words are in every line that their pattern fits, plain enough to be found in JSON", () => {
    for (const [code, { signs }] of Object.entries(CAUSES)) {
      for (const { words } of signs) {
        expect(words.length, code).toBeGreaterThan(0);
        for (const word of words) expect(word, code).toMatch(/^[ !#-[\]-~]{3,}$/);
      }
    }
    for (const one of causes) {
      for (const line of logOf(one).split("\n")) {
        for (const { words, pattern, not } of CAUSES[one.name]?.signs ?? []) {
          if (pattern.test(line) && !not?.test(line))
            expect(
              words.some((word) => line.includes(word)),
              line,
            ).toBe(true);
        }
      }
    }
  });

  test("are looked for in time that grows with the line alone", () => {
    const nasty = [
      "a",
      " ",
      "x1-",
      "::",
      "(service ",
      "CannotPullContainerError",
      "FAILED: ",
      "P3009 ",
      '"',
      "app/a ",
      "53300 ",
    ];
    for (const [code, { signs }] of Object.entries(CAUSES)) {
      for (const { pattern, words } of signs) {
        for (const part of [...nasty, ...words]) {
          const line = (words[0] ?? "") + part.repeat(Math.ceil(65536 / part.length));
          const start = process.cpuUsage().user;
          pattern.test(line);
          expect((process.cpuUsage().user - start) / 1000, `${code} on ${part}`).toBeLessThan(400);
        }
      }
    }
  });
});

describe("a log", () => {
  const all = cases.map((one) => logOf(one)).join("");

  test("tells the same however it arrives", () => {
    const whole = told([all]);
    expect(whole.tallies.length).toBe(Object.keys(CAUSES).length);
    expect(told(all.split(""))).toEqual(whole);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1 }), (sizes) => {
        const pieces: string[] = [];
        for (let at = 0, turn = 0; at < all.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          pieces.push(all.slice(at, at + size));
          at += size;
        }
        expect(told(pieces)).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  test("tells the same with other line ends, and in colour", () => {
    const whole = told([all]);
    expect(told([all.replaceAll("\n", "\r\n")])).toEqual(whole);
    const painted = all.replace(/^(?![{ ])(.+)$/gm, "\u001b[31m$1\u001b[0m");
    expect(told([painted]).tallies.map(({ code, lines }) => [code, lines])).toEqual(
      whole.tallies.map(({ code, lines }) => [code, lines]),
    );
  });

  test("of any bytes is told about, and nothing is made up", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ unit: "binary" }), fc.string(), fc.json(), fc.constant("\n"))),
        (pieces) => {
          const { tallies, lines } = told(pieces);
          expect(tallies).toEqual([]);
          expect(lines).toBeGreaterThanOrEqual(pieces.join("").split("\n").length - 1);
        },
      ),
    );
    expect(told([""])).toMatchObject({ lines: 0, tallies: [], patterns: [] });
    expect(told(["\0".repeat(200_000)]).tallies).toEqual([]);
  });

  test("with a line that never ends is read in pieces", () => {
    const { tallies, lines } = told([
      "x".repeat(1_000_000),
      " FATAL: sorry, too many clients already ",
      "y".repeat(1_000_000),
    ]);
    expect({ lines, codes: tallies.map(({ code, lines: count }) => [code, count]) }).toEqual({
      lines: 1,
      codes: [["database/too-many-connections", 1]],
    });
  });

  test("of JSON is read down to the messages in its messages, and what people wrote is not", () => {
    const inner = JSON.stringify({ level: "error", msg: "sorry, too many clients already" });
    const event = { timestamp: 1766743200000, message: inner };
    const exported = JSON.stringify({
      messageType: "DATA_MESSAGE",
      logGroup: "/ecs/sage-staging/backend",
      logEvents: [event, event],
    });
    const { tallies, mentions } = told([`${exported}\n${exported}${exported}\n`]);
    expect(tallies).toMatchObject([
      { code: "database/too-many-connections", lines: 6, first: { time: "2025-12-26T10:00:00Z" } },
    ]);
    expect(mentions).toEqual({ environments: { staging: 6 }, services: { backend: 6 } });
    expect(codesOf(JSON.stringify({ level: "info", body: { prompt: inner, question: "what is P1001?" } }))).toEqual([]);
  });

  test("shows no secret in what is quoted", () => {
    const secrets = [
      "postgresql://sage_admin:hunter2hunter2@db.internal:5432/sage",
      "password=hunter2hunter2",
      '"token": "hunter2hunter2"',
      "Authorization: Bearer hunter2hunter2hunter2",
      "https://discord.com/api/webhooks/123456789012345678/hunter2hunter2-hunter2",
      "sk-ant-hunter2hunter2hunter2",
      "AKIAHUNTER2HUNTER22X",
    ];
    for (const secret of secrets) {
      const quoted = JSON.stringify(told([`FATAL: sorry, too many clients already ${secret}\n`]));
      expect(quoted).toContain("too many clients");
      expect(quoted.toLowerCase(), secret).not.toContain("hunter2");
      const kinds = JSON.stringify(told([`unknown ${secret}\n`]).patterns);
      expect(kinds.toLowerCase().replaceAll("sage_admin", ""), secret).not.toContain("hunter2hunter2-");
    }
  });

  test("that nobody knows shows its most frequent kinds of lines, in bounded memory", () => {
    const lines = Array.from(
      { length: 9000 },
      (_, i) => `${i} GET /chats/${i} in ${i % 7}ms\n${"z".repeat(i % 5000)}q\n`,
    );
    const { tallies, patterns } = told(lines);
    expect(tallies).toEqual([]);
    expect(patterns[0]).toEqual({ pattern: "# GET /chats/# in #", count: 9000, line: 1 });
    expect(patterns.length).toBeLessThan(20);
  });
});

describe("a diagnosis", () => {
  test("puts what brings things about before what follows", () => {
    const found = verdictOf(
      [
        "10:00:00 FATAL: sorry, too many clients already",
        "10:00:01 Timed out fetching a new connection from the connection pool. (connection limit: 5)",
        "10:00:02 (service backend) (port 3000) is unhealthy in (target-group x) due to (reason Health checks failed with these codes: [503])",
        "10:00:02 <h1>502 Bad Gateway</h1>",
        "10:00:02 <h1>502 Bad Gateway</h1>",
        "10:00:03 (service backend) rolling back to deployment ecs-svc/1.",
      ].join("\n"),
    );
    expect(found?.causes.map(({ code, from }) => [code, from])).toEqual([
      ["database/too-many-connections", undefined],
      ["load-balancer/bad-gateway", "database/too-many-connections"],
      ["database/pool-timeout", "database/too-many-connections"],
      ["service/health-error", "database/too-many-connections"],
      ["service/rolled-back", "database/too-many-connections"],
    ]);
  });

  test.each([
    "98 of 100 connections",
    "Active connections: 98/100",
    "connections: 98 out of 100 used",
    "98/100 database connections, RDS CPU 95 %",
    "Current connections: 98, max: 100",
    "active_connections=98 max_connections=100 CPUUtilization=95.0",
    JSON.stringify({ metrics: { activeConnections: 98, maxConnections: 100, cpuUtilization: 95 } }),
  ])("reads how many connections there were: %s", (line) => {
    const found = verdictOf(`ERROR Code: 53300\n${line}\n`);
    expect(found).toMatchObject({ environment: "staging", causes: [{ code: "database/too-many-connections" }] });
    expect(found?.causes[0]?.because).toContain("the log says 98 of 100 were open");
    if (/cpu/i.test(line)) expect(found?.causes[0]?.because.join()).toMatch(/CPU at 95(?:\.0)? % fits/);
    expect(verdictOf(`${line}\n`)?.causes).toEqual([]);
  });

  test("does not blame what came later", () => {
    const found = verdictOf("<h1>502 Bad Gateway</h1>\nFATAL: sorry, too many clients already\n");
    expect(found?.causes.map(({ from }) => from)).toEqual([undefined, undefined]);
  });

  const specs: readonly (readonly [string, Spec])[] = [
    ["the reference", reference],
    ...goldenCases().map(
      ({ name, folder }) => [name, specOf(readFileSync(join(folder, "sage.yaml"), "utf8"))] as const,
    ),
  ];

  test.each(specs)("gives advice on every cause that holds for %s", (_, spec) => {
    for (const { name: environment } of spec.model.environments) {
      for (const one of causes) {
        const found = verdictOf(logOf(one), spec, environment);
        const cause = found?.causes.find(({ code }) => code === one.name);
        expect(cause, one.name).toBeDefined();
        expect(JSON.stringify(cause), one.name).not.toMatch(/undefined|NaN|\[object|\bnull\b/);
        expect((cause?.immediate.length ?? 0) + (cause?.longTerm.length ?? 0), one.name).toBeGreaterThan(0);
        if (cause && cause.patch.length > 0) expect(refusal(spec, cause.patch), one.name).toBeUndefined();
      }
    }
  });

  test("proposes a change where the spec has the answer", () => {
    const proposed = causes.filter((one) =>
      verdictOf(logOf(one))?.causes.some(({ code, patch }) => code === one.name && patch.length > 0),
    );
    expect(proposed.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        "database/too-many-connections",
        "database/disk-full",
        "service/out-of-memory",
        "cache/full",
      ]),
    );
  });

  test("says why it proposes none where the spec would refuse it", () => {
    const full = specOf(REFERENCE.replace("databaseConnections: 5 ", "databaseConnections: 11 "));
    const log =
      "Timed out fetching a new connection from the connection pool. (connection limit: 11) /ecs/sage-staging/backend\n";
    const [cause] = verdictOf(log, full)?.causes ?? [];
    expect(cause?.patch).toEqual([]);
    expect(cause?.longTerm.join("\n")).toContain("no change of the spec is proposed: the spec would be refused");
  });

  test("takes the environment that is asked for, that the log names, or whose limit it states", () => {
    const exhausted = "FATAL: sorry, too many clients already\n";
    expect(verdictOf(exhausted)).toMatchObject({ environment: "production" });
    expect(verdictOf(`${exhausted}98 of 100 connections`)).toMatchObject({ environment: "staging" });
    expect(verdictOf(`${exhausted.trim()} in sage-staging\n98 of 200 connections`)).toMatchObject({
      environment: "staging",
    });
    expect(verdictOf(`${exhausted.trim()} in 444455556666\n`)).toMatchObject({ environment: "production" });
    expect(verdictOf(exhausted, reference, "staging")).toMatchObject({ environment: "staging" });
    expect(verdictOf(exhausted, reference, "nowhere")).toBeUndefined();
  });
});

describe("changes of the spec", () => {
  const set =
    (...path: readonly string[]) =>
    (value: Operation["value"], op: Operation["op"] = "replace"): Operation => ({ op, path, value });

  test("are made in place: every other byte stays", () => {
    const changed = amend(
      REFERENCE,
      "sage.yaml",
      [
        set("network", "nat")("per-az"),
        set("environments", "staging", "database")({ instance: "db.t4g.small" }, "add"),
      ],
      judge,
    );
    if ("problem" in changed) throw new Error(changed.problem);
    expect(changed.text.split("\n").filter((line) => !REFERENCE.includes(line))).toEqual([
      "  nat: per-az                                  # none | single | per-az",
      "    database: { instance: db.t4g.small }",
    ]);
    expect(changed.text.length - REFERENCE.length).toBe("    database: { instance: db.t4g.small }\n".length);
  });

  test.each([
    ["a: { b: 1 }\n", ["a", "c"], 2, "a: { b: 1, c: 2 }\n"],
    ["a: {}\n", ["a", "c"], "x", "a: { c: x }\n"],
    [
      "a:\r\n  b: 1 # one\r\n\r\n# end\r\n",
      ["a", "c"],
      { d: 1, e: "2" },
      'a:\r\n  b: 1 # one\r\n  c:\r\n    d: 1\r\n    e: "2"\r\n\r\n# end\r\n',
    ],
    ["a:\n  b:\n    - 1\n    - c: 2", ["d"], true, "a:\n  b:\n    - 1\n    - c: 2\nd: true"],
    ['a: "18" # eighteen\n', ["a"], "19", 'a: "19" # eighteen\n'],
    ["a: 1 # b\n", ["a"], 1000, "a: 1000 # b\n"],
  ] as const)("%j with %j", async (text, path, value, expected) => {
    const { amendText } = await import("#src/parse/amend.ts");
    const isThere = path.length === 1 && text.startsWith(`${path[0]}:`);
    expect(amendText(text, [{ op: isThere ? "replace" : "add", path, value }])).toEqual({ text: expected });
  });

  test.each([
    ["a: |\n  long\n", set("a")("x")],
    ["a: &x { b: 1 }\nc: *x\n", set("c", "b")(2)],
    ["a: 1\n", set("a", "b")(2, "add")],
    ["a: { b: 1 }\n", set("a", "b")(undefined as never, "remove")],
  ])("that a layout can't take are told, and not made: %j", async (text, operation) => {
    const { amendText } = await import("#src/parse/amend.ts");
    expect(amendText(text, [operation])).toHaveProperty("problem");
  });

  test("that two causes want are made together, unless they want different things", () => {
    const data = { a: { b: 1 } };
    const one = { code: "x/one", patch: [set("e", "f")({ g: 1 }, "add")] };
    const other = { code: "x/other", patch: [set("e", "f")({ h: 2 }, "add"), set("a", "b")(2)] };
    expect(combine([one, other, one], data)).toEqual({
      patch: [
        { op: "add", path: ["e"], value: { f: { g: 1 } } },
        { op: "add", path: ["e", "f", "h"], value: 2 },
        { op: "replace", path: ["a", "b"], value: 2 },
      ],
    });
    const third = { code: "x/third", patch: [set("a", "b")(3)] };
    expect(combine([one, other, third], data)).toEqual({ conflict: ["x/other", "x/third", "a.b"] });
  });
});
