// The scripts that migrate and roll out, each run where its programs answer as AWS does.
import { beforeAll, describe, expect, test } from "vitest";
import { install } from "./images/packages.ts";
import { step } from "./workflows/output.ts";
import { play } from "./workflows/stand-in.ts";

// What the scripts call, as GitHub's runners have it.
beforeAll(() => install({ jq: "jq" }));

describe("migrations", () => {
  const network = step("Find the service's place in the network");
  const log = step("Show the log of what failed");
  const task = "arn:aws:ecs:us-east-1:111111111111:task/shop/0123abcd";

  test("run where the service's tasks run", () => {
    const answer = JSON.stringify({
      subnets: ["subnet-1", "subnet-2"],
      securityGroups: ["sg-1"],
      assignPublicIp: "DISABLED",
    });
    const outcome = play(network, { programs: { aws: `echo '${answer}'` } });
    expect(outcome).toMatchObject({ status: 0, outputs: { subnets: "subnet-1,subnet-2", "security-groups": "sg-1" } });
  });

  test("run nowhere where the service is not known", () => {
    expect(play(network, { programs: { aws: "echo null" } })).toMatchObject({ status: 5, outputs: {} });
  });

  test("show their log where they fail", () => {
    const answer = JSON.stringify({ events: [{ message: "P3009" }, { message: "failed migrations" }] });
    const outcome = play(log, { env: { TASKS: JSON.stringify([task]) }, programs: { aws: `echo '${answer}'` } });
    expect(outcome).toMatchObject({ status: 0, stdout: "P3009\nfailed migrations\n" });
    expect(outcome.calls[0]).toContain(`--log-stream-name ${log.env["LOG_STREAM"]}/0123abcd`);
  });

  test("have no log where they never started", () => {
    expect(play(log, { env: { TASKS: "" }, programs: { aws: "exit 1" } })).toMatchObject({ status: 0, calls: [] });
    const outcome = play(log, { env: { TASKS: JSON.stringify([task]) }, programs: { aws: "exit 254" } });
    expect(outcome).toMatchObject({ status: 0, stdout: expect.stringContaining("has not started") });
  });
});

describe("a changed task definition", () => {
  const find = step("Find the image that backend runs");
  const container = find.env["CONTAINER"];
  const definition = (image: string): string =>
    JSON.stringify({
      taskDefinition: {
        containerDefinitions: [
          { name: "sidecar", image: "x:1" },
          { name: container, image },
        ],
      },
    });
  /** ECS, with the image of the newest revision and of the one that runs. */
  const ecs = (newest: string, running: string): Readonly<Record<string, string>> => ({
    aws: `case "$*" in
  *describe-services*) echo arn:running ;;
  *wait*) ;;
  *arn:running*) echo '${definition(running)}' ;;
  *) echo '${definition(newest)}' ;;
esac`,
  });

  test("goes out with the image that runs, once nothing else is under way", () => {
    const outcome = play(find, { programs: ecs("r/api:bootstrap", "r/api@sha256:1") });
    expect(outcome).toMatchObject({ status: 0, outputs: { image: "r/api@sha256:1" } });
    expect(outcome.calls.findIndex((call) => call.includes("wait services-stable"))).toBeLessThan(
      outcome.calls.length - 2,
    );
  });

  test("is none where the newest revision is a release's", () => {
    const outcome = play(find, { programs: ecs("r/api@sha256:1", "r/api@sha256:1") });
    expect(outcome).toMatchObject({ status: 0, outputs: {}, stdout: expect.stringContaining("has not changed") });
  });

  test("waits for the first release where there was none", () => {
    const outcome = play(find, { programs: ecs("r/api:bootstrap", "r/api:bootstrap") });
    expect(outcome).toMatchObject({ status: 0, outputs: {}, stdout: expect.stringContaining("no release yet") });
    expect(outcome.calls.join()).not.toContain("wait");
  });

  test("fails where AWS does not answer", () => {
    expect(play(find, { programs: { aws: "exit 254" } })).toMatchObject({ status: 254, outputs: {} });
  });
});

describe("the backup's task definition", () => {
  const find = step("Find the image of the backup");
  const family = find.env["FAMILY"] ?? "";
  /** ECS, with the images of the revisions from the first on. */
  const ecs = (...images: readonly string[]): Readonly<Record<string, string>> => ({
    aws: `case "$*" in
  *taskDefinition.revision*) echo ${images.length} ;;
${images.map((image, index) => `  *${family}:${index + 1}\\ *) echo '${JSON.stringify({ taskDefinition: { containerDefinitions: [{ name: find.env["CONTAINER"], image }] } })}' ;;`).join("\n")}
  *) exit 254 ;;
esac`,
  });

  test("takes the image of the last release", () => {
    expect(
      play(find, { programs: ecs("r:bootstrap", "r@sha256:1", "r@sha256:2", "r:bootstrap", "r:bootstrap") }),
    ).toMatchObject({ status: 0, outputs: { image: "r@sha256:2" } });
  });

  test("stays where the newest is a release", () => {
    expect(play(find, { programs: ecs("r:bootstrap", "r@sha256:1") })).toMatchObject({
      status: 0,
      outputs: {},
      stdout: "",
    });
  });

  test("warns where there was no release", () => {
    expect(play(find, { programs: ecs("r:bootstrap") })).toMatchObject({
      status: 0,
      outputs: {},
      stdout: expect.stringContaining("::warning"),
    });
  });
});
