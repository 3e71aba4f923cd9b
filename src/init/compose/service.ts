// A compose service that is built here, as a service of the spec.
import { type Data, ownOf } from "#schema/data.ts";
import { packageIn } from "../package.ts";
import { type Folder, type Note, plainService, type ProposedService } from "../proposal.ts";
import { type ComposeFile, dataOf, isOpen, listOf, textOf } from "./file.ts";
import { portOf } from "./ports.ts";
import { unmapped } from "./unmapped.ts";
import { variablesOf } from "./variables.ts";

/** A service, the compose services that it depends on, and what could not be carried over. */
export interface Built {
  readonly service: ProposedService;
  readonly depends: readonly string[];
  /** A port of it is open on the developer's machine. */
  readonly isPublished: boolean;
  /** The file says what it depends on, and all of its environment. */
  readonly isTold: boolean;
  readonly notes: readonly Note[];
}

/** A port that is open and has no number to be read. */
const USUAL_PORT = 3000;

/** The service `id` of the file, under its name in the spec. */
export function builtService(id: string, name: string, file: ComposeFile, folder: Folder): Built {
  const service = ownOf(file.services, id) ?? {};
  const place = `services.${id}`;
  const { path, notes } = pathOf(place, service, file);
  const program = packageIn(folder, path);
  const framework = program?.framework ?? "custom";
  const variables = variablesOf(place, service, file, folder, framework === "vite");
  const ports = portsOf(place, service, file);
  const health = healthOf(service, file);
  // What its image exposes, unless a command of compose's own makes it another program.
  const exposed = ports.isPublished || service["command"] === undefined ? program?.port : undefined;
  const port = ports.port ?? health?.port ?? exposed ?? (ports.isPublished ? USUAL_PORT : undefined);
  return {
    service: {
      ...plainService(name, port),
      path,
      framework,
      health: port === undefined ? undefined : (health?.path ?? program?.health),
      packageManager: program?.packageManager ?? "npm",
      prisma: program?.prisma ?? false,
      node: program?.node === 24 ? undefined : program?.node,
      entry: program?.entry,
      arm64: /arm64/.test(textOf(service["platform"]) ?? ""),
      env: variables.env,
      open: variables.open,
      secrets: variables.secrets,
    },
    depends: [...new Set([...dependsOn(service), ...variables.named])],
    isPublished: ports.isPublished,
    isTold:
      (service["depends_on"] !== undefined || service["links"] !== undefined) &&
      !variables.notes.some(({ place }) => place.endsWith(".env_file")),
    notes: [
      ...notes,
      ...ports.notes,
      ...variables.notes,
      ...unmapped(place, service),
      ...(service["healthcheck"] !== undefined && port !== undefined && health === undefined
        ? [{ place: `${place}.healthcheck`, reason: "it asks no path over HTTP: `health` names one that answers 200" }]
        : []),
      ...(folder.text(path === "." ? "Dockerfile" : `${path}/Dockerfile`) === undefined && !program
        ? [
            {
              place: `${place}.build`,
              reason: `${path === "." ? "" : `${path}/`}Dockerfile is not there: the pipeline builds it`,
            },
          ]
        : (program?.notes ?? [])),
    ],
  };
}

/** The folder that holds the Dockerfile: our context is always that folder. */
function pathOf(
  place: string,
  service: Data,
  { filled }: ComposeFile,
): { readonly path: string; readonly notes: readonly Note[] } {
  const build = service["build"];
  const context = normal(filled(textOf(build) ?? textOf(dataOf(build)["context"]) ?? "."));
  const dockerfile = normal(filled(textOf(dataOf(build)["dockerfile"]) ?? "Dockerfile"));
  if (context === undefined || dockerfile === undefined || isOpen(context))
    return {
      path: ".",
      notes: [{ place: `${place}.build`, reason: "it is built from outside of this folder: set `path`" }],
    };
  const [folder = "", file = ""] = dockerfile.includes("/") ? split(dockerfile) : ["", dockerfile];
  const path = [context, folder].filter((part) => part !== "" && part !== ".").join("/") || ".";
  const notes: Note[] = [];
  if (folder !== "")
    notes.push({
      place: `${place}.build.dockerfile`,
      reason: `the pipeline builds ${path}/Dockerfile from ${path}, compose from ${context}: its COPY lines must fit`,
    });
  if (file !== "Dockerfile")
    notes.push({
      place: `${place}.build.dockerfile`,
      reason: `the pipeline builds the file named Dockerfile, not ${file}`,
    });
  return { path, notes };
}

const split = (path: string): [string, string] => [
  path.slice(0, path.lastIndexOf("/")),
  path.slice(path.lastIndexOf("/") + 1),
];

/** A relative path without `./` and a slash at its end; undefined where it leads out, or is no path. */
function normal(path: string): string | undefined {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  const plain = parts.every((part) => /^[A-Za-z0-9_@+][A-Za-z0-9._@+-]*$|^\.[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(part));
  return path.startsWith("/") || !plain ? undefined : parts.join("/") || ".";
}

function portsOf(place: string, service: Data, { filled }: ComposeFile) {
  const published = listOf(service["ports"]).map((entry) => portOf(entry, filled));
  const exposed = listOf(service["expose"]).map((entry) => portOf(entry, filled));
  const all = [...published, ...exposed].flatMap((port) => (port && !port.udp ? [port.container] : []));
  const [port, ...more] = [...new Set(all)];
  const notes: Note[] = [];
  if (published.includes(undefined))
    notes.push({ place: `${place}.ports`, reason: "the number is the shell's: look at `port`" });
  if (published.some((one) => one?.udp))
    notes.push({ place: `${place}.ports`, reason: "the load balancer speaks HTTP alone, no UDP" });
  if (more.length > 0)
    notes.push({ place: `${place}.ports`, reason: `a service has one port: ${more.join(", ")} left out` });
  return { port, isPublished: published.some((one) => !one?.udp), notes };
}

/** What a health check asks over HTTP. */
function healthOf(
  service: Data,
  { filled }: ComposeFile,
): { readonly path: string; readonly port: number | undefined } | undefined {
  const test = dataOf(service["healthcheck"])["test"];
  const text = filled(Array.isArray(test) ? test.map(String).join(" ") : (textOf(test) ?? ""));
  const form =
    /(?:https?:\/\/[^\s/'"`|):]+|\b(?:localhost|127\.0\.0\.1|0\.0\.0\.0))(?::(\d{1,5}))?(\/[A-Za-z0-9._~/?&=%-]*)?(?=[\s'"`|)]|$)/;
  const found = form.exec(text);
  return found ? { path: found[2] ?? "/", port: found[1] === undefined ? undefined : Number(found[1]) } : undefined;
}

/** `depends_on` and `links`, as lists or as a map. */
function dependsOn(service: Data): readonly string[] {
  const wanted = service["depends_on"];
  const names = Array.isArray(wanted) ? wanted.map(String) : Object.keys(dataOf(wanted));
  return [...names, ...listOf(service["links"]).map((link) => String(link).split(":")[0] ?? "")];
}
