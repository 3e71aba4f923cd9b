// Ports and health checks as sources and Dockerfiles write them. What is not written plainly is not guessed.
import type { Folder, Framework } from "./proposal.ts";

const DEFAULT_PORT: Readonly<Record<Framework, number>> = { nestjs: 3000, node: 3000, vite: 5173, custom: 3000 };
const isPort = (port: number): boolean => Number.isInteger(port) && port >= 1 && port <= 65535;

const LISTENING = ["src/main.ts", "src/index.ts", "src/server.ts", "src/app.ts", "main.ts", "index.ts", "server.ts"];
const SOURCES = LISTENING.flatMap((file) => [file, file.replace(/ts$/, "js"), file.replace(/ts$/, "mjs")]);
const VITE = ["vite.config.ts", "vite.config.mts", "vite.config.js", "vite.config.mjs"];

/** The port that a program listens on: as its Dockerfile exposes it, as its source says, or as its framework does. */
export function portIn(
  folder: Folder,
  path: string,
  dockerfile: string | undefined,
  kind: Framework | undefined,
): number | undefined {
  const at = (name: string): string => (path === "." ? name : `${path}/${name}`);
  const exposed = Number(/^\s*EXPOSE\s+(\d{1,5})(?:\/tcp)?\b/im.exec(dockerfile ?? "")?.[1]);
  if (isPort(exposed)) return exposed;
  const texts = (kind === "vite" ? VITE : SOURCES).map((name) => folder.text(at(name)) ?? "");
  const forms = kind === "vite" ? [/\bport\s*:\s*(\d{2,5})\b/] : [LISTEN, PORT_OR];
  const said = forms.flatMap((form) => texts.map((text) => Number(form.exec(text)?.[1]))).find(isPort);
  // A Dockerfile alone that exposes nothing is a worker's.
  return said ?? (kind === undefined ? undefined : DEFAULT_PORT[kind]);
}

/** `listen(3000`, and `process.env.PORT ?? 3000` in its forms. */
const LISTEN = /\.listen\(\s*(\d{2,5})\b/;
const PORT_OR = /\bPORT\b["'\])]*\s*(?:\)?\s*(?:\|\||\?\?)|,)\s*["']?(\d{2,5})\b/;

/** The path of a health check that a controller or a route of the sources serves. */
export function healthIn(folder: Folder, path: string): string | undefined {
  const at = (name: string): string => (path === "." ? name : `${path}/${name}`);
  const prefix = /\.setGlobalPrefix\(\s*["'`]\/?([\w/-]+)["'`]\s*\)/.exec(folder.text(at("src/main.ts")) ?? "")?.[1];
  for (const file of healthFiles(folder, at("src"))) {
    const found = /@Controller\(\s*["'`]\/?([\w/-]*health[\w/-]*)["'`]/.exec(folder.text(file) ?? "")?.[1];
    if (found !== undefined) return `/${[prefix, found].filter((part) => part !== undefined).join("/")}`;
  }
  const routes = SOURCES.map((name) => folder.text(at(name)) ?? "");
  return routes.flatMap(
    (text) => /\.get\(\s*["'`](\/[\w/-]*(?:health|ping|ready|live)[\w/-]*)["'`]/.exec(text)?.[1] ?? [],
  )[0];
}

/** Files whose name speaks of health, in the sources and one level below. */
function healthFiles(folder: Folder, src: string): readonly string[] {
  const places = [
    src,
    ...folder
      .names(src)
      .filter((name) => !name.includes("."))
      .map((name) => `${src}/${name}`),
  ];
  return places.flatMap((place) =>
    folder
      .names(place)
      .filter((name) => /health|app\.controller/.test(name) && /\.[jt]s$/.test(name) && !name.includes(".spec."))
      .map((name) => `${place}/${name}`),
  );
}
