// The questions of `init`, each with an answer that is good as it is. Ctrl-C ends them, and nothing was written.
import { cancel, confirm, isCancel, multiselect, note, text } from "@clack/prompts";
import { kebab, plainService } from "#src/init/proposal.ts";
import { entrances, joined } from "#src/init/survey.ts";
import type { Choices } from "#src/init/text.ts";
import { trouble } from "#src/report/fault.ts";

/** What was said by a flag, and is not asked. */
export type Said = ReadonlySet<"project" | "region" | "service" | "database" | "cache" | "repository" | "account">;

/** Whether to carry a compose file over that was found. Throws where the reader stops. */
export async function askToRead(file: string): Promise<boolean> {
  return answered(await confirm({ message: `Carry ${file} over?`, initialValue: true }));
}

/** Asks what no flag said. Throws where the reader stops. */
export async function ask(proposed: Choices, said: Said): Promise<Choices> {
  if (proposed.seen.length > 0) note(proposed.seen.join("\n"), "found here");
  const project = said.has("project")
    ? proposed.project
    : await line("What is the product called?", proposed.project, isProject);
  const region = said.has("region")
    ? proposed.region
    : await line("In which AWS region does it run?", proposed.region, isRegion);
  const services = said.has("service") ? proposed.services : await servicesOf(proposed);
  const chosen = { ...proposed, project, region, services };
  const database = said.has("database")
    ? proposed.database
    : await store("Does it need a PostgreSQL database?", proposed.database, POSTGRES);
  const cache = said.has("cache")
    ? proposed.cache
    : await store("Does it need a Valkey (Redis) cache?", proposed.cache, VALKEY);
  const added = [
    ...(database && !proposed.database ? ["database" as const] : []),
    ...(cache && !proposed.cache ? ["cache" as const] : []),
  ];
  const all = { ...chosen, services: joined(services, added), database, cache };
  return { ...all, ...(await delivery(proposed, said)) };
}

const POSTGRES = { version: "18", instance: "db.t4g.micro", name: undefined, username: undefined, port: undefined };
const VALKEY = { version: "8.0", port: undefined };

const isProject = (value: string): string | undefined =>
  value !== "" && kebab(value) === value
    ? undefined
    : "Lower-case letters, digits and hyphens, beginning with a letter.";
const isRegion = (value: string): string | undefined =>
  /^[a-z]{2}(-[a-z]+)+-\d$/.test(value) ? undefined : "An AWS region, as eu-central-1.";
const isAccount = (value: string): string | undefined =>
  value === "" || /^\d{12}$/.test(value) ? undefined : "Twelve digits, or nothing.";
const isRepository = (value: string): string | undefined =>
  value === "" || /^[A-Za-z0-9-]+\/[A-Za-z0-9._-]+$/.test(value) ? undefined : "OWNER/NAME, or nothing.";
const isPort = (value: string): string | undefined =>
  value === "" || (/^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65535)
    ? undefined
    : "A number up to 65535, or nothing for a worker.";

async function servicesOf(proposed: Choices): Promise<Choices["services"]> {
  if (proposed.services.length > 1) {
    const options = proposed.services.map(({ name, path, framework, port }) => {
      return {
        value: name,
        label: name,
        hint: [path, framework, port === undefined ? "no port" : `port ${port}`].join(", "),
      };
    });
    const kept = answered(
      await multiselect({
        message: "Which of these are services?",
        options,
        initialValues: options.map(({ value }) => value),
        required: true,
      }),
    );
    const services = proposed.services.filter(({ name }) => kept.includes(name));
    const left = new Set(services.map(({ name }) => name));
    const related = services.map((one) => ({ ...one, calls: one.calls.filter((name) => left.has(name)) }));
    const open = new Set(related.filter(({ expose }) => expose === "public").map(({ name }) => name));
    return entrances(related, ({ name }) => open.has(name));
  }
  const [only = plainService("web", 3000)] = proposed.services;
  const name = await line("What is the service called?", only.name, isProject);
  const port = await line("Which port does it listen on? (none: a worker)", String(only.port ?? ""), isPort);
  const path = only.path === `apps/${only.name}` ? `apps/${name}` : only.path;
  const service = { ...only, name, path, port: port === "" ? undefined : Number(port), expose: "internal" as const };
  return entrances([service]);
}

async function store<T>(message: string, proposed: T | undefined, usual: T): Promise<T | undefined> {
  return answered(await confirm({ message, initialValue: proposed !== undefined })) ? (proposed ?? usual) : undefined;
}

async function delivery(proposed: Choices, said: Said): Promise<Pick<Choices, "repository" | "account">> {
  const repository = said.has("repository")
    ? proposed.repository
    : await line("Which GitHub repository delivers it? (none: no pipelines)", proposed.repository ?? "", isRepository);
  if (repository === undefined || repository === "") return { repository: undefined, account: proposed.account };
  const account = said.has("account")
    ? proposed.account
    : await line("Which AWS account is production? (none: later)", proposed.account ?? "", isAccount);
  return { repository, account: account === "" ? undefined : account };
}

async function line(
  message: string,
  initialValue: string,
  validate: (value: string) => string | undefined,
): Promise<string> {
  return answered(await text({ message, initialValue, validate: (value) => validate(value ?? "") })) ?? "";
}

function answered<T>(answer: T): Exclude<T, symbol> {
  if (!isCancel(answer)) return answer as Exclude<T, symbol>;
  cancel("Stopped.");
  throw trouble("stopped: nothing was written", "`sage-gen init --yes` asks nothing");
}
