// What is in an image: every layer that its Dockerfile adds, so that nothing hides below a later one, and its weight.
import { rmSync } from "node:fs";
import type { Engine } from "./engine.ts";
import { run, must } from "./running.ts";

interface Inspected {
  readonly Config: object;
  readonly GraphDriver: { readonly Data: { readonly UpperDir?: string; readonly LowerDir?: string } };
}

async function inspect(engine: Engine, image: string): Promise<Inspected> {
  return JSON.parse(await engine.docker(["image", "inspect", "--format", "{{json .}}", image])) as Inspected;
}

/** The folders in which the engine keeps an image's layers. */
async function layersOf(engine: Engine, image: string): Promise<readonly string[]> {
  const { UpperDir = "", LowerDir = "" } = (await inspect(engine, image)).GraphDriver.Data;
  return [UpperDir, ...LowerDir.split(":")].filter((folder) => folder !== "");
}

/** Which of some texts are held by a layer that an image has beyond its base, or by its configuration and history. */
export async function held(
  engine: Engine,
  image: string,
  base: string,
  texts: readonly string[],
): Promise<readonly string[]> {
  const below = new Set(await layersOf(engine, base));
  const own = (await layersOf(engine, image)).filter((folder) => !below.has(folder));
  if (own.length === 0 || below.size === 0) throw new Error(`${image} shows no layers of its own`);
  const search = ["grep", "-arohF", ...texts.flatMap((text) => ["-e", text]), ...own];
  const { output } = await run(search, { ...process.env, LC_ALL: "C" });
  const history = await engine.docker(["history", "--no-trunc", "--format", "{{.CreatedBy}}", image]);
  const said = JSON.stringify((await inspect(engine, image)).Config) + history;
  const found = new Set(output.split("\n"));
  return texts.filter((text) => found.has(text) || said.includes(text));
}

/** An archive in OCI's layout, its layers compressed, as the pipeline's builder writes it and a registry keeps it. */
export async function compressed(engine: Engine, image: string, file: string): Promise<string> {
  const saved = `${file}.saved`;
  await engine.docker(["save", "--output", saved, image]);
  await must(["skopeo", "copy", "--quiet", "--insecure-policy", `docker-archive:${saved}`, `oci-archive:${file}`]);
  rmSync(saved);
  return file;
}
