// Writes build/commands.json: oclif's manifest of the commands and what package.json says, so that no run looks for them.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Command } from "@oclif/core/command";
import { byText } from "#schema/order.ts";

const ROOT = join(import.meta.dirname, "..");
const FOLDER = join(ROOT, "src", "commands");

// What `oclif manifest` calls; the package does not export it.
const { cacheCommand } = createRequire(import.meta.url)(
  join(ROOT, "node_modules/@oclif/core/lib/util/cache-command.js"),
) as { readonly cacheCommand: (command: Command.Class) => Promise<Command.Cached> };

async function commandIn(file: string): Promise<Command.Class | undefined> {
  const loaded = (await import(join(FOLDER, file))) as { readonly default?: Command.Class };
  if (loaded.default) loaded.default.id = file.replace(/\.ts$/, "");
  return loaded.default;
}

/** Writes the manifest of every command in src/commands. */
export async function buildCommands(): Promise<void> {
  const { name, version, description } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Record<
    string,
    string
  >;
  const sources = readdirSync(FOLDER)
    .filter((file) => file.endsWith(".ts"))
    .sort(byText);
  const isCommand = (file: string) => readFileSync(join(FOLDER, file), "utf8").includes("\nexport default class ");
  const commands: Record<string, Command.Cached> = {};
  for (const file of sources.filter(isCommand)) {
    const command = await commandIn(file);
    if (command) commands[command.id] = await cacheCommand(command);
  }
  mkdirSync(join(ROOT, "build"), { recursive: true });
  writeFileSync(
    join(ROOT, "build", "commands.json"),
    `${JSON.stringify({ name, version, description, commands }, null, 2)}\n`,
  );
}
