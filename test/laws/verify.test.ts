// Nothing wrong leaves the machine: what breaks a path, a text or a reader's schema is named with its place.
import { describe, expect, test } from "vitest";
import type { Artifact } from "#schema/draft.ts";
import { verify } from "#src/verify.ts";
import { parse } from "yaml";

const artifact = (path: string, text = "text\n", more: Partial<Artifact> = {}): Artifact => ({
  path,
  target: "git",
  text,
  executable: false,
  block: false,
  origins: [],
  ...(/\.(?:ya?ml|json)$/.test(path) ? { data: parse(text) as unknown } : {}),
  ...more,
});
const WORKFLOW = "name: a\non:\n  push:\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: a\n";
const COMPOSE = 'services:\n  a:\n    image: a\n    ports:\n      - "127.0.0.1:1:1"\n';

describe("verify", () => {
  test("lets through what is right", () => {
    const artifacts = [
      artifact("scripts/a.sh"),
      artifact(".github/workflows/a.yml", WORKFLOW),
      artifact("docker-compose.yml", COMPOSE),
      artifact(
        "infra/Pulumi.yaml",
        "name: a\nruntime:\n  name: nodejs\n  options:\n    packagemanager: npm\nmain: index.ts\n",
      ),
      artifact("infra/Pulumi.production.yaml", "config:\n  aws:region: eu-west-1\n  a:list:\n    - 1\n"),
      artifact("infra/package.json", "{}\n"),
      artifact("a.txt", "a\nb\n", { origins: [{ line: 2, path: ["b"] }] }),
    ];
    expect(verify(artifacts)).toBe(artifacts);
  });
  test.each([
    ["../a"],
    ["/a"],
    ["a/../b"],
    ["a//b"],
    ["a\\b"],
    ["C:a"],
    ["a/"],
    [""],
    ["./a"],
    ["a\nb"],
    ["nul.txt"],
    ["a./b"],
    [".git/hooks/x"],
    [".sage/map.json"],
  ])("refuses the path %j", (path) => expect(() => verify([artifact(path)])).toThrow(`${path}: `));
  test("refuses two files in one place", () => {
    expect(() => verify([artifact("a"), artifact("a")])).toThrow("a: is generated twice");
    expect(() => verify([artifact("Docs/a"), artifact("docs/A")])).toThrow(
      "docs/A: is Docs/a where case does not count",
    );
    expect(() => verify([artifact("a"), artifact("a/b")])).toThrow("a: is a folder of another file");
  });
  test.each([
    ["", "a: is empty"],
    ["a", "does not end in one line break"],
    ["a\n\n", "does not end in one line break"],
    ["a\nb\r\n", "a:2: has a carriage return"],
    ["\ufeffa\n", "a:1: has a byte order mark"],
    ["\ud800\n", "half of a character"],
  ])("refuses the text %j", (text, problem) => expect(() => verify([artifact("a", text)])).toThrow(problem));
  test("refuses an origin outside of its file", () =>
    expect(() => verify([artifact("a", "a\n", { origins: [{ line: 2, path: [] }] })])).toThrow("a:2: has an origin"));
  test.each([
    [".github/workflows/a.yml", WORKFLOW.replace("runs-on", "runs-no"), "a.yml: /jobs/a"],
    [".github/workflows/a.yml", `${WORKFLOW}permission: {}\n`, "a.yml: /: breaks `additionalProperties`"],
    ["docker-compose.yml", COMPOSE.replace("image", "imgae"), "docker-compose.yml: /services/a"],
    ["infra/Pulumi.yaml", "name: a\n", "Pulumi.yaml: /: breaks `required`"],
    ["infra/Pulumi.a.yaml", "config:\n  a:b:\n    secure: x\n", "Pulumi.a.yaml: /config"],
  ])("judges %s", (path, text, problem) => expect(() => verify([artifact(path, text)])).toThrow(problem));
  test.each(["a.yml", "a.yaml", "a.json"])("refuses %s that was not printed from data", (path) =>
    expect(() => verify([artifact(path, "a: 1\n", { data: undefined })])).toThrow(`${path}: was not printed from data`),
  );
});
