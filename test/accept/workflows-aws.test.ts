// The scripts of workflows with the real AWS CLI, against moto: that every question is asked as AWS understands it.
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { install } from "./images/packages.ts";
import { installDebian, placeCommand } from "./scripts/debian.ts";
import { startStore, type Store } from "./scripts/servers.ts";
import { writeArchive } from "./workflows/archive.ts";
import { step } from "./workflows/output.ts";
import { play, room } from "./workflows/stand-in.ts";

// Each call of the CLI starts a Python, and the first to moto loads a region of AWS.
describe("with the AWS CLI and moto", { timeout: 600_000 }, () => {
  let server: Store;
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    await install({ jq: "jq" });
    installDebian();
    const bin = room();
    placeCommand(bin, "aws");
    server = await startStore();
    env = {
      PATH: `${bin}:${process.env["PATH"] ?? ""}`,
      AWS_ENDPOINT_URL: `http://127.0.0.1:${server.port}`,
      AWS_REGION: "us-east-1",
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "none",
      AWS_SECRET_ACCESS_KEY: "none",
    };
  });
  afterAll(() => server.stop());

  /** Asks the AWS CLI, as the infrastructure would have been made. */
  function aws(...args: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync("aws", [...args, "--output", "json"], {
      encoding: "utf8",
      env: { ...process.env, ...env },
    });
    if (status !== 0) throw new Error(`aws ${args.join(" ")}: ${stderr}`);
    return stdout;
  }
  const register = (family: string, container: string, image: string): unknown =>
    aws(
      "ecs",
      "register-task-definition",
      "--family",
      family,
      "--requires-compatibilities",
      "FARGATE",
      "--network-mode",
      "awsvpc",
      "--cpu",
      "256",
      "--memory",
      "512",
      "--container-definitions",
      JSON.stringify([{ name: container, image }]),
    );

  test("an image is found by its tag, and not found where it is not", () => {
    const push = step("Push the image");
    const repository = push.env["REPOSITORY"] ?? "";
    const { file: ARCHIVE, digest } = writeArchive(room(), randomBytes(1000));
    aws("ecr", "create-repository", "--repository-name", repository);
    const given = { ...env, ARCHIVE, REGISTRY: "registry.test", TAG: "c0ffee" };
    expect(play(push, { env: given, programs: { skopeo: "" } }).calls).toEqual([expect.stringMatching(/:c0ffee$/)]);
    aws(
      "ecr",
      "put-image",
      "--repository-name",
      repository,
      "--image-tag",
      "c0ffee",
      "--image-manifest",
      JSON.stringify({
        schemaVersion: 2,
        mediaType: "application/vnd.oci.image.manifest.v1+json",
        config: {},
        layers: [],
      }),
    );
    expect(play(push, { env: given, programs: { skopeo: "" } }).calls).toEqual([
      expect.stringMatching(new RegExp(`:c0ffee-${digest.slice(7, 19)}$`)),
    ]);
    expect(play(push, { env: { ...given, REPOSITORY: "none" }, programs: { skopeo: "" } })).toMatchObject({
      outputs: {},
      calls: [],
    });
  });

  test("a service tells its network and the image that it runs", () => {
    const find = step("Find the image that backend runs");
    const { CLUSTER = "", SERVICE = "", FAMILY = "", CONTAINER = "" } = find.env;
    const { Subnets } = JSON.parse(aws("ec2", "describe-subnets")) as {
      readonly Subnets: readonly { readonly SubnetId: string; readonly VpcId: string }[];
    };
    const [one, two] = Subnets;
    const group = (
      JSON.parse(
        aws(
          "ec2",
          "create-security-group",
          "--group-name",
          "tasks",
          "--description",
          "tasks",
          "--vpc-id",
          one?.VpcId ?? "",
        ),
      ) as { readonly GroupId: string }
    ).GroupId;
    aws("ecs", "create-cluster", "--cluster-name", CLUSTER);
    register(FAMILY, CONTAINER, "r/api@sha256:1");
    aws(
      "ecs",
      "create-service",
      "--cluster",
      CLUSTER,
      "--service-name",
      SERVICE,
      "--task-definition",
      FAMILY,
      "--desired-count",
      "0",
      "--launch-type",
      "FARGATE",
      "--network-configuration",
      JSON.stringify({ awsvpcConfiguration: { subnets: [one?.SubnetId, two?.SubnetId], securityGroups: [group] } }),
    );

    const network = play(step("Find the service's place in the network"), { env });
    expect(network).toMatchObject({
      status: 0,
      outputs: { subnets: `${one?.SubnetId},${two?.SubnetId}`, "security-groups": group },
    });

    expect(play(find, { env })).toMatchObject({
      status: 0,
      outputs: {},
      stdout: expect.stringContaining("has not changed"),
    });
    register(FAMILY, CONTAINER, "r/api:bootstrap");
    const outcome = play(find, { env });
    expect(outcome.stderr).toBe("");
    expect(outcome).toMatchObject({ status: 0, outputs: { image: "r/api@sha256:1" } });
  });

  test("the backup's last release is found behind what was registered since", () => {
    const find = step("Find the image of the backup");
    const { FAMILY = "", CONTAINER = "" } = find.env;
    for (const image of ["r:bootstrap", "r@sha256:1", "r@sha256:2", "r:bootstrap"]) register(FAMILY, CONTAINER, image);
    expect(play(find, { env })).toMatchObject({ status: 0, outputs: { image: "r@sha256:2" } });
  });
});
