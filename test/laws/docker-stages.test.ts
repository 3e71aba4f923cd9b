// Every stage of every Dockerfile has what it calls, is called without a shell in between, and holds nothing of the host.
import type { Instruction } from "dockerfile-ast";
import { describe, expect, test } from "vitest";
import type { Artifact } from "#schema/draft.ts";
import { compile } from "#src/compile.ts";
import { contentOf, type Dockerfile, dockerfiles, last, sourceOf, type Stage, stagesOf, whole } from "./dockerfiles.ts";

const DEBIAN = ["apt-get", "bash", "install", "mkdir", "rm", "sh"];
/** What the published base images have, as far as we call it. */
const IMAGES: readonly (readonly [image: RegExp, programs: readonly string[]])[] = [
  [/^node:\d+-trixie-slim$/, [...DEBIAN, "node", "npm"]],
  [/^postgres:\d+-trixie$/, [...DEBIAN, "pg_dump", "pg_restore", "psql", "openssl"]],
  [/^nginxinc\/nginx-unprivileged:\d/, ["curl", "nginx", "sh"]],
  [/^scratch$/, []],
];
const PACKAGES: Readonly<Record<string, readonly string[]>> = { awscli: ["aws"], openssl: ["openssl"], procps: ["ps"] };

const STARTS = /^(?:CMD|ENTRYPOINT|HEALTHCHECK)$/;

const files = dockerfiles("docker", "scripts");

/** The programs that a shell's command calls: the first word of each part, and of each substitution. */
function calledBy(command: string): readonly string[] {
  const plain = command.replace(/--mount=\S+/g, " ");
  const substituted = [...plain.matchAll(/\$\((\w+)/g)].map(([, name = ""]) => name);
  const parts = plain.split(/&&|\|\||;(?![^']*'[^']*$)/);
  return [
    ...parts.map(
      (part) =>
        part
          .trim()
          .replace(/^(?:\w+=\S+\s+)+/, "")
          .split(/\s/)[0] ?? "",
    ),
    ...substituted,
  ];
}

/** The program of an instruction in its exec form. */
const programOf = (one: Instruction): string | undefined =>
  (JSON.parse(/\[.*\]$/.exec(contentOf(one))?.[0] ?? "[]") as readonly string[])[0];

function calls(one: Instruction): readonly string[] {
  if (one.getKeyword() === "RUN") return calledBy(contentOf(one));
  if (!STARTS.test(one.getKeyword())) return [];
  const program = programOf(one);
  return program === undefined ? [] : [program];
}

/** What a stage has from an instruction on. */
function given(one: Instruction): readonly string[] {
  const content = contentOf(one);
  if (one.getKeyword() === "COPY") {
    const target = content.split(" ").at(-1) ?? "";
    const sources = content.split(" ").filter((word) => !word.startsWith("--"));
    const names = sources.slice(0, -1).map((source) => source.split("/").at(-1) ?? "");
    if (/(^|\/)node_modules\/?$/.test(target)) return ["node_modules/.bin/"];
    return target.startsWith("/usr/local/bin/") ? [target, ...names] : [];
  }
  if (one.getKeyword() !== "RUN") return [];
  const packages = /apt-get install -y --no-install-recommends ([^&]*)/.exec(content)?.[1]?.trim().split(" ") ?? [];
  const programs = packages.flatMap((name) => PACKAGES[name] ?? []);
  if (/npm install --global .*pnpm/.test(content)) programs.push("pnpm");
  if (/(?:npm ci|pnpm install --frozen-lockfile)$/.test(content)) programs.push("node_modules/.bin/");
  return programs;
}

const isIn = (has: readonly string[], program: string): boolean =>
  has.includes(program) || has.some((one) => one.endsWith("/.bin/") && program.startsWith(one));

/** The calls of a stage that nothing before them provides. */
function missing({ image, instructions }: Stage): readonly string[] {
  const has = [...(IMAGES.find(([name]) => name.test(image))?.[1] ?? [])];
  return instructions.flatMap((one) => {
    const lacks = calls(one).filter((program) => !isIn(has, program));
    has.push(...given(one));
    return lacks;
  });
}

const scripts = new Map<string, readonly Artifact[]>();
/** The scripts of a spec. */
function scriptsOf(spec: string): readonly Artifact[] {
  const known = scripts.get(spec) ?? compile(spec, "sage.yaml", ["scripts"]).artifacts;
  scripts.set(spec, known);
  return known.filter(({ path }) => path.endsWith(".sh"));
}

/** What the scripts in a stage say that they need: `need psql ${BACKUP_BUCKET:+aws}`. */
function neededBy(file: Dockerfile, stage: Stage): readonly string[] {
  const copies = stage.instructions.filter((one) => one.getKeyword() === "COPY").map(contentOf);
  const words = new Set(copies.flatMap((copy) => copy.split(" ")));
  const own = scriptsOf(file.spec).filter(({ path }) => words.has(path.split("/").at(-1) ?? ""));
  const lines = own.flatMap(({ text }) => [...text.matchAll(/^ *need (.+)$/gm)].map(([, line = ""]) => line));
  return lines.flatMap((line) => line.match(/\b[a-z][a-z_]+\b/g) ?? []);
}

test("there are stages to judge, and scripts in some", () => {
  const stages = files.flatMap((file) => stagesOf(file.text).map((stage) => [file, stage] as const));
  expect(stages.length).toBeGreaterThan(60);
  expect(new Set(stages.flatMap(([file, stage]) => neededBy(file, stage)))).toContain("aws");
});

describe.each(files)("$name", (file) => {
  const stages = stagesOf(file.text);

  test("stands on images that we know", () => {
    for (const stage of stages) {
      const { image } = whole(stages, stage);
      expect(
        IMAGES.some(([name]) => name.test(image)),
        image,
      ).toBe(true);
    }
  });

  test("has in each stage what the stage calls, before it calls it", () => {
    for (const stage of stages) expect(missing(whole(stages, stage)), stage.name).toEqual([]);
  });

  test("has what its scripts need", () => {
    for (const stage of stages.map((one) => whole(stages, one))) {
      const base = IMAGES.find(([name]) => name.test(stage.image))?.[1] ?? [];
      const has = [...base, ...stage.instructions.flatMap(given)];
      expect(neededBy(file, stage).filter((program) => !isIn(has, program))).toEqual([]);
    }
  });

  test("starts programs without a shell, which would keep their signals", () => {
    const starting = stages.flatMap(({ instructions }) => instructions).filter((one) => STARTS.test(one.getKeyword()));
    for (const one of starting) expect(contentOf(one)).toMatch(/^(?:CMD )?\[.*\]$/);
    const deployed = last(stages);
    const command = deployed.instructions.findLast((one) => one.getKeyword() === "CMD");
    // Without a command of its own it is nginx, as the base image starts it.
    if (deployed.name === "development" || !command) return;
    expect(programOf(command)).toMatch(/^(?:node|backup-db\.sh)$/);
  });

  test("copies into what is deployed nothing of the context but scripts", () => {
    const deployed = stages.filter(({ name }) => ["runtime", "migrate"].includes(name));
    for (const one of deployed.flatMap(({ instructions }) => instructions)) {
      if (one.getKeyword() !== "COPY" || contentOf(one).includes("<<")) continue;
      expect(sourceOf(one), contentOf(one)).toBeDefined();
    }
  });
});

const services = files.filter(({ path }) => path !== "scripts/Dockerfile");

test.each(services)("$name: its context holds nothing that is made in the image, no secret and no history", (file) => {
  const { artifacts } = compile(file.spec, "sage.yaml", ["docker"]);
  const ignored = artifacts.find(({ path }) => path === file.path.replace(/Dockerfile$/, ".dockerignore"));
  const lines = ignored?.text.split("\n") ?? [];
  expect(lines).toEqual(expect.arrayContaining(["**/node_modules", "**/.env", "**/.env.*", ".git"]));
  expect(lines.filter((line) => line.startsWith("!"))).toEqual([]);
});
