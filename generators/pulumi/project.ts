// What makes the folder a Pulumi project: Pulumi.yaml, package.json and tsconfig.json.
import type { Draft } from "#schema/draft.ts";
import type { Model } from "#schema/model.ts";
import { PACKAGES, PIPELINE_NODE } from "#schema/pins.ts";
import { from } from "#schema/value.ts";

/** The project's files; `packages` are the Pulumi packages that the program imports, `aws` and the like. */
export function draftProject(model: Model, packages: ReadonlySet<string>): readonly Draft[] {
  const names = ["aws", "pulumi", "random"].filter((name) => name !== "random" || packages.has(name));
  return [
    {
      ...draft("Pulumi.yaml"),
      kind: "yaml",
      dialect: "plain",
      value: {
        name: from(["project"], model.project),
        description: from(["description"], model.description),
        runtime: { name: "nodejs", options: { packagemanager: "npm", typescript: true } },
      },
    },
    {
      ...draft("package.json"),
      kind: "json",
      value: {
        name: from(["project"], `${model.project}-infrastructure`),
        private: true,
        main: "index.ts",
        scripts: { types: "tsc --noEmit" },
        engines: { node: `>=${PIPELINE_NODE}` },
        dependencies: Object.fromEntries(
          names.map((name) => [`@pulumi/${name}`, PACKAGES[`@pulumi/${name}` as keyof typeof PACKAGES]]),
        ),
        devDependencies: { "@types/node": PACKAGES["@types/node"], typescript: PACKAGES.typescript },
      },
    },
    { ...draft("tsconfig.json"), kind: "json", value: TSCONFIG },
  ];
}

const draft = (name: string) => ({ path: `infra/${name}`, target: "pulumi", because: ["project"] }) as const;

/** As Pulumi's runtime runs it: CommonJS, told by the package.json. */
const TSCONFIG = {
  compilerOptions: {
    target: "es2023",
    lib: ["es2023"],
    types: ["node"],
    module: "nodenext",
    moduleResolution: "nodenext",
    rootDir: ".", // as Pulumi's runtime compiles file by file, TypeScript 6 wants it said
    strict: true,
    noImplicitReturns: true,
    noUnusedLocals: true,
    skipLibCheck: true,
    noEmit: true,
  },
  files: ["index.ts"],
};
