// The generated notifier runs as it is, with AWS's own SDK, against Secrets Manager and Discord over HTTP.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { fc } from "../../support/chance.ts";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { discord, type Embed, isLegal, secretsManager } from "./discord.ts";
import { handlerText, notifierOf, referenceModel } from "./project.ts";

const PRODUCTION = notifierOf(referenceModel(), "production");
const PREFIX = PRODUCTION.variables["ALARM_PREFIX"] ?? "";
const TOKEN = "t0ken-of-a-webhook";
const webhook = (channel: string): string => `https://discord.com/api/webhooks/1234567890/${TOKEN}-${channel}`;
const secretOf = (channel: string): string => PRODUCTION.variables[`CHANNEL_${channel.toUpperCase()}`] ?? "";

type Handler = (event: unknown, context?: unknown) => Promise<void>;
let folder: string;
let secrets: Awaited<ReturnType<typeof secretsManager>>;
let chat: Awaited<ReturnType<typeof discord>>;
let handler: Handler;
let printed: string;
let loads = 0;

/** Inside node_modules, so that the handler finds the SDK that Lambda's runtime has. */
beforeAll(() => {
  const cache = fileURLToPath(new URL("../../../node_modules/.cache", import.meta.url));
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, "notifier-"));
  writeFileSync(join(folder, "index.mjs"), handlerText());
  writeFileSync(join(folder, "routes.json"), PRODUCTION.routes);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(async () => {
  [secrets, chat] = await Promise.all([secretsManager(), discord()]);
  for (const channel of ["business", "errors", "performance"]) secrets.values.set(secretOf(channel), webhook(channel));
  const variables = {
    ...PRODUCTION.variables,
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "AKID",
    AWS_SECRET_ACCESS_KEY: "key",
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.origin,
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  const real = fetch;
  vi.stubGlobal("fetch", (url: URL, init: RequestInit) =>
    real(String(url).replace("https://discord.com", chat.origin), init),
  );
  printed = "";
  for (const level of ["log", "warn", "error"] as const)
    vi.spyOn(console, level).mockImplementation((...parts) => void (printed += `${parts.join(" ")}\n`));
  loads += 1;
  handler = ((await import(`${pathToFileURL(join(folder, "index.mjs")).href}?load=${loads}`)) as { handler: Handler })
    .handler;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  secrets.close();
  chat.close();
  expect(printed, "a webhook is a password").not.toContain(TOKEN);
});

const alarm = (name: string, more: object = {}): object => ({
  AlarmName: name,
  AlarmDescription: "CPU of a service above 80%",
  NewStateValue: "ALARM",
  OldStateValue: "OK",
  NewStateReason: "Threshold Crossed: 1 datapoint [91.0] was greater than the threshold (80.0).",
  StateChangeTime: "2026-11-23T10:00:00.000+0000",
  Region: "EU (Frankfurt)",
  AlarmArn: `arn:aws:cloudwatch:eu-central-1:111122223333:alarm:${name}`,
  Trigger: { MetricName: "CPUUtilization", Namespace: "AWS/ECS" },
  ...more,
});
const event = (...messages: readonly (object | string)[]): object => ({
  Records: messages.map((message) => ({
    EventSource: "aws:sns",
    Sns: { Subject: "subject", Message: typeof message === "string" ? message : JSON.stringify(message) },
  })),
});
const context = (milliseconds: number): object => ({ getRemainingTimeInMillis: () => milliseconds });
const channelsTold = (): string[] => chat.posts.map(({ path }) => path.split(`${TOKEN}-`)[1] ?? path);
const embed = (index = 0): Embed => chat.posts[index]?.message.embeds[0] as Embed;

test("every alarm of the spec tells its channel, by its exact name", async () => {
  await handler(event(...PRODUCTION.alarms.map(({ name }) => alarm(PREFIX + name))));
  expect(channelsTold()).toEqual(PRODUCTION.alarms.map(({ channel }) => channel));
  expect(chat.posts.every(({ query, message }) => query.get("wait") === "true" && message.content === undefined)).toBe(
    true,
  );
  expect(chat.posts.every(({ message }) => message.allowed_mentions.parse.length === 0)).toBe(true);
});

test("an alarm of a cache's node tells the channel of its alarm", async () => {
  const name = PRODUCTION.alarms[0]?.name ?? "";
  await handler(event(alarm(`${PREFIX}${name}-002`)));
  expect(channelsTold()).toEqual([PRODUCTION.alarms[0]?.channel]);
});

test.each([`${PREFIX}nobody`, "another-stack-backendCpu", `${PREFIX}toString`])(
  "an alarm that nobody knows comes to the first channel, with a note: %s",
  async (name) => {
    await handler(event(alarm(name)));
    expect(channelsTold()).toEqual(["business"]);
    expect(chat.posts[0]?.message.content).toContain("No channel is set");
  },
);

test("the three states look different, and each says what, why and where", async () => {
  const states = ["ALARM", "OK", "INSUFFICIENT_DATA"];
  await handler(event(...states.map((NewStateValue) => alarm(`${PREFIX}backendCpu`, { NewStateValue }))));
  const embeds = states.map((_, index) => embed(index));
  expect(new Set(embeds.map(({ color }) => color)).size).toBe(3);
  expect(embeds.map(({ title }) => title)).toEqual([
    `🔴 ALARM: ${PREFIX}backendCpu`,
    `🟢 OK: ${PREFIX}backendCpu`,
    `⚪ NO DATA: ${PREFIX}backendCpu`,
  ]);
  expect(embeds[0]?.timestamp).toBe("2026-11-23T10:00:00.000Z");
  expect(embeds[0]?.url).toContain("https://eu-central-1.console.aws.amazon.com/cloudwatch/");
  expect(embeds[0]?.fields?.map(({ name }) => name)).toEqual(["Reason", "Before", "Metric", "Region"]);
});

test("a composite alarm, which has no trigger, and a message that is no alarm arrive too", async () => {
  await handler(
    event(
      alarm(`${PREFIX}backendCpu`, { Trigger: undefined, AlarmRule: "ALARM(a) OR ALARM(b)" }),
      "a test from the console",
      "null",
      '"text"',
    ),
  );
  expect(chat.posts).toHaveLength(4);
  expect(embed(1)).toMatchObject({ title: "🔵 subject", description: "a test from the console" });
});

test("a webhook is read once in five minutes, and then again", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  for (const minutes of [0, 4, 6]) {
    vi.setSystemTime(Date.now() + minutes * 60_000);
    await handler(event(alarm(`${PREFIX}backendCpu`)));
  }
  expect(chat.posts).toHaveLength(3);
  expect(secrets.asked).toEqual([secretOf("performance"), secretOf("performance")]);
});

test("a secret that can't be read is not remembered as unreadable", async () => {
  secrets.values.delete(secretOf("performance"));
  await expect(handler(event(alarm(`${PREFIX}backendCpu`)))).rejects.toThrow("find the specified secret");
  secrets.values.set(secretOf("performance"), webhook("performance"));
  await handler(event(alarm(`${PREFIX}backendCpu`)));
  expect(channelsTold()).toEqual(["performance"]);
});

test.each([
  "unset",
  "",
  `not a url with ${TOKEN}`,
  `https://evil.example/${TOKEN}`,
  `http://discord.com/api/webhooks/1/${TOKEN}`,
])("a secret that holds no webhook says so, and says not what it holds: %s", async (value) => {
  secrets.values.set(secretOf("performance"), value);
  const failure = handler(event(alarm(`${PREFIX}backendCpu`)));
  await expect(failure).rejects.toThrow(/the secret \S+ (has no value yet|holds no Discord webhook): put the webhook/);
  await expect(failure).rejects.not.toThrow(TOKEN);
  expect(chat.posts).toHaveLength(0);
});

test("one message that fails does not keep the others back, and the function fails", async () => {
  secrets.values.set(secretOf("errors"), "unset");
  await expect(handler(event(alarm(`${PREFIX}apiErrorRate`), alarm(`${PREFIX}backendCpu`)))).rejects.toThrow(
    "has no value yet",
  );
  expect(channelsTold()).toEqual(["performance"]);
});

test("it waits where Discord asks to", async () => {
  chat.answers.push({ status: 429, body: { retry_after: 0.3 } }, { status: 429, headers: { "retry-after": "0.1" } });
  const begun = Date.now();
  await handler(event(alarm(`${PREFIX}backendCpu`)), context(10_000));
  expect(chat.posts).toHaveLength(3);
  expect(Date.now() - begun).toBeGreaterThanOrEqual(390);
});

test("it does not wait longer than Lambda gives it, nor for ever", async () => {
  chat.answers.push({ status: 429, body: { retry_after: 60 } });
  await expect(handler(event(alarm(`${PREFIX}backendCpu`)), context(10_000))).rejects.toThrow("no time");
  chat.answers.push(...Array.from({ length: 9 }, () => ({ status: 429, body: { retry_after: 0.001 } })));
  await expect(handler(event(alarm(`${PREFIX}backendCpu`)), context(10_000))).rejects.toThrow(
    "put performance off 5 times",
  );
});

test("a deleted webhook is not tried again, and its secret is read anew the next time", async () => {
  chat.answers.push({ status: 404, body: { message: "Unknown Webhook", code: 10015 } });
  await expect(handler(event(alarm(`${PREFIX}backendCpu`)))).rejects.toThrow(
    "404 for performance: its webhook was deleted",
  );
  expect(chat.posts).toHaveLength(1);
  secrets.values.set(secretOf("performance"), webhook("replacement"));
  await handler(event(alarm(`${PREFIX}backendCpu`)));
  expect(channelsTold()).toEqual(["performance", "replacement"]);
});

test.each([400, 500, 503])("an answer of %i fails, so that Lambda tries again", async (status) => {
  chat.answers.push({ status });
  await expect(handler(event(alarm(`${PREFIX}backendCpu`)))).rejects.toThrow(`Discord answered ${status}`);
});

test("a Discord that hangs or is gone fails in time", async () => {
  chat.answers.push("hang");
  const begun = Date.now();
  await expect(handler(event(alarm(`${PREFIX}backendCpu`)), context(1_500))).rejects.toThrow("TimeoutError");
  expect(Date.now() - begun).toBeLessThan(1_500);
  chat.close();
  await expect(handler(event(alarm(`${PREFIX}backendCpu`)))).rejects.toThrow("can't be reached");
});

test("whatever an alarm says, Discord takes the message", async () => {
  const long = fc.oneof(
    fc.string({ unit: "binary", maxLength: 6000 }),
    fc.constantFrom("", "   ", "𝒳".repeat(4000), "@everyone ".repeat(500)),
  );
  const any = fc.record({
    AlarmName: long,
    AlarmDescription: fc.option(long),
    NewStateReason: long,
    NewStateValue: long,
    OldStateValue: long,
    StateChangeTime: long,
    AlarmArn: long,
    Trigger: fc.option(fc.record({ MetricName: long, Namespace: long })),
  });
  await fc.assert(
    fc.asyncProperty(fc.oneof(any, long), async (message) => {
      await handler(event(message));
      return isLegal(chat.posts.at(-1)?.message as never);
    }),
    { numRuns: 100 },
  );
});
