// Builds the package: what is made from sources (templates, validators, manifest, schema), then the bundle.
import { existsSync } from "node:fs";
import { join } from "node:path";

interface Step {
  readonly file: string;
  readonly build: string;
}

/** In this order: each may import what those before it made. */
const STEPS: readonly Step[] = [
  { file: "templates.ts", build: "buildTemplates" },
  { file: "validators.ts", build: "buildValidators" },
  { file: "form.ts", build: "buildForm" },
  { file: "schema.ts", build: "buildSchema" },
  { file: "commands.ts", build: "buildCommands" },
  { file: "bundle.ts", build: "buildBundle" },
];

for (const { file, build } of STEPS) {
  if (!existsSync(join(import.meta.dirname, file))) continue;
  const tool = (await import(`./${file}`)) as Readonly<Record<string, () => void | Promise<void>>>;
  await tool[build]?.();
}
