// What the documents say: their tables, the picture, the lines of prompts, and the names in commands.
import { type Claim, part, say, sayAll } from "../claim.ts";
import { found, type Row, tablesIn } from "../lines.ts";
import { type Leaf } from "../node.ts";
import type { Sources } from "../sources.ts";
import { commandClaims } from "./commands.ts";

const FILE = "docs/infrastructure.md";

export function documentClaims({ texts }: Sources): readonly Claim[] {
  const files = [...texts].filter(([path]) => /^(?:AGENTS\.md|docs\/.+\.md)$/.test(path));
  return files.flatMap(([path, text]) => [...sharedClaims(path, text), ...(path === FILE ? guideClaims(text) : [])]);
}

/** What any of the documents may say: tables, and the lines of prompts. */
function sharedClaims(file: string, text: string): readonly Claim[] {
  const tables = tablesIn(file, text);
  const all = (pattern: RegExp): readonly Leaf[] => found(file, text, pattern);
  return [
    ...environmentClaims(tables.get("") ?? []),
    ...(tables.get("Service") ?? []).flatMap(serviceRow),
    ...alarmRows(tables.get("Alarm") ?? []),
    ...all(/^- (\S+, database connections: .*)\.$/g).flatMap((leaf) =>
      say(`${part(/^(\S+),/)(String(leaf.value)) ?? ""}: database connections`, leaf, part(/: (.*)$/)),
    ),
    ...all(/^- `([^`]+)` delivers the branch/g).flatMap((leaf) => say("repository on GitHub", leaf)),
    ...all(/ delivers the branch `([^`]+)`/g).flatMap((leaf) => say("branch that is delivered", leaf)),
    ...all(/^- In `(\S+`, releases assume `[^`]+)`/g).flatMap((leaf) =>
      say(`${part(/^(\S+)`/)(String(leaf.value)) ?? ""}: deploy role`, leaf, part(/assume `(.*)$/)),
    ),
    ...all(/^- The pipeline of `([^`]+)`/g).flatMap((service) =>
      all(/migrations are Prisma's, in `([^`]+)`/g).flatMap((leaf) => say(`${String(service.value)}: folder`, leaf)),
    ),
  ];
}

/** What the guide alone says: its picture, its numbers, and the names in its commands. */
function guideClaims(text: string): readonly Claim[] {
  const tables = tablesIn(FILE, text);
  const [shown] = found(FILE, text, /^Commands are for `([^`]+)`/g);
  const environment = String(shown?.value ?? "");
  const services = (tables.get("Service") ?? []).map((row) => String(row.get("Service")?.value ?? ""));
  return [
    ...found(FILE, text, /^# Infrastructure of (.*)$/g).flatMap((title) =>
      say("project", title, (it) => it.replace(/\\(.)/g, "$1")),
    ),
    ...(tables.get("What is billed") ?? []).flatMap(billedRow),
    ...found(FILE, text, /^ {2}\S+ -->\|[\d, ]+\| \S+$/g).flatMap(arrowClaims),
    ...commandClaims(FILE, text, environment, new Set(services)),
  ];
}

/** One row a fact, one column an environment. */
function environmentClaims(rows: readonly Row[]): readonly Claim[] {
  const [first] = rows;
  const names = [...(first?.keys() ?? [])].slice(1);
  const place = [...(first?.values() ?? [])][0]?.place;
  return [
    ...(place
      ? sayAll(
          "environments",
          names.map((value): Leaf => ({ kind: "leaf", value, place })),
        )
      : []),
    ...rows.flatMap((row) =>
      names.flatMap((name) => cellClaims(name, String(row.get("")?.value ?? ""), row.get(name))),
    ),
  ];
}

/** What cells of the table of environments say, by their row: facts and the patterns that find them. */
const CELLS: Readonly<Record<string, readonly (readonly [fact: string, pattern: RegExp])[]>> = {
  "AWS account": [["account", /^(\d{12})$/]],
  Region: [["region", /^(.*)$/]],
  VPC: [["VPC", /^(.*)$/]],
  PostgreSQL: [
    ["database: version", /^(\S+) on /],
    ["database: class", / on ([^ ,]+)/],
  ],
  Storage: [
    ["database: GiB at first", /^(\d+) GiB/],
    ["database: GiB at the most", /to (\d+) GiB$/],
  ],
  "RDS backups": [
    ["database: days of backups", /^(\d+) days/],
    ["database: backup window", /taken (\S+) UTC/],
  ],
  Maintenance: [["database: maintenance window", /^(\S+) UTC$/]],
  Valkey: [
    ["cache: version", /^([^,]+),/],
    ["cache: nodes", /, (\d+) ×/],
    ["cache: node", /× (\S+)$/],
  ],
  "Logs are kept": [["days that logs are kept", /^(\d+) days$/]],
};

function cellClaims(name: string, row: string, cell: Leaf | undefined): readonly Claim[] {
  return (CELLS[row] ?? []).flatMap(([fact, pattern]) => say(`${name}: ${fact}`, cell, part(pattern)));
}

function serviceRow(row: Row): readonly Claim[] {
  const name = String(row.get("Service")?.value ?? "");
  return [
    ...say(`${name}: folder`, row.get("Folder")),
    ...say(`${name}: port`, row.get("Port"), part(/^(\d+)$/)),
    ...[...row].flatMap(([head, cell]) => {
      const about = `${part(/^Tasks in (.*)$/)(head) ?? ""}: ${name}`;
      if (!head.startsWith("Tasks in ")) return [];
      return [
        ...say(`${about}: tasks at the least`, cell, part(/^(\d+) /)),
        ...say(`${about}: tasks at the most`, cell, part(/^(?:\d+ to )?(\d+) ×/)),
        ...say(`${about}: CPU units of a task`, cell, part(/× (\d+) CPU units/)),
        ...say(`${about}: MiB of a task`, cell, part(/, (\d+) MiB$/)),
      ];
    }),
  ];
}

function billedRow(row: Row): readonly Claim[] {
  if (row.get("What is billed")?.value !== "All resources") return [];
  return [...row].slice(1).flatMap(([name, cell]) => say(`${name}: resources`, cell));
}

/** The table has the limits of one environment, which its head names. */
function alarmRows(rows: readonly Row[]): readonly Claim[] {
  const heads = [...(rows[0]?.keys() ?? [])];
  const environment = heads.flatMap((head) => part(/^When, in (.*)$/)(head) ?? [])[0] ?? "";
  const names = rows.flatMap((row): Leaf[] => {
    const cell = row.get("Alarm");
    return cell ? [{ ...cell, value: String(cell.value).replace(/^.*<environment>-/, "") }] : [];
  });
  return [
    ...(names.length > 0 ? sayAll(`${environment}: alarms`, names) : []),
    ...rows.flatMap((row, index) => {
      const name = String(names[index]?.value);
      return [
        ...say(`${environment}: alarm ${name}`, row.get(`When, in ${environment}`)),
        ...say(`alarm ${name}: channel`, row.get("Channel")),
      ];
    }),
  ];
}

/** An arrow of the picture tells the port of whom it leads to. */
function arrowClaims(arrow: Leaf): readonly Claim[] {
  const to = part(/\| (?:service_)?(\S+)$/)(String(arrow.value))?.replaceAll("_", "-");
  return to === undefined || /^(?:loadBalancer|operations|nat|endpoints)$/.test(to)
    ? []
    : say(`${to}: port`, arrow, part(/\|(\d+)\|/));
}
