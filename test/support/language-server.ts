// A client of yaml-language-server, the server behind the YAML support of most editors: LSP over standard streams.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const SERVER = join(
  import.meta.dirname,
  "..",
  "..",
  "node_modules",
  "yaml-language-server",
  "bin",
  "yaml-language-server",
);

/** A place of a document: lines and characters from 0. */
export interface Position {
  readonly line: number;
  readonly character: number;
}
/** What the server finds wrong. */
export interface Problem {
  readonly message: string;
  readonly severity: number;
  readonly range: { readonly start: Position };
}
/** What the server proposes. */
export interface Proposal {
  readonly label: string;
  readonly insertText?: string;
  readonly documentation?: unknown;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

/** A document that is open. */
export interface Opened {
  readonly problems: readonly Problem[];
  /** What is proposed at a place. */
  readonly complete: (at: Position) => Promise<readonly Proposal[]>;
  /** What is shown over a place; empty where there is nothing. */
  readonly hover: (at: Position) => Promise<string>;
}

/** An editor. */
export interface Editor {
  /** Opens a text as a spec of its own, and waits until it is judged. */
  readonly open: (text: string) => Promise<Opened>;
  readonly close: () => void;
}

/** Starts the server in a folder. */
export async function editorIn(folder: string): Promise<Editor> {
  const child = spawn(process.execPath, [SERVER, "--stdio"], { cwd: folder });
  const wire = wireOf(child);
  const root = pathToFileURL(folder).href;
  const capabilities = {
    textDocument: { hover: { contentFormat: ["markdown"] }, publishDiagnostics: {} },
    workspace: { configuration: true },
  };
  await wire.ask("initialize", {
    processId: process.pid,
    rootUri: root,
    capabilities,
    workspaceFolders: [{ uri: root, name: "x" }],
  });
  wire.tell("initialized", {});
  let opened = 0;
  return {
    open: async (text) => {
      opened += 1;
      const uri = pathToFileURL(join(folder, `sage-${opened}.yaml`)).href;
      const found = wire.problems(uri);
      wire.tell("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version: 1, text } });
      const problems = await found;
      return {
        problems,
        complete: async (position) => {
          const answer = await wire.ask("textDocument/completion", { textDocument: { uri }, position });
          return (answer as { readonly items?: readonly Proposal[] } | null)?.items ?? [];
        },
        hover: async (position) => {
          const answer = await wire.ask("textDocument/hover", { textDocument: { uri }, position });
          return (answer as { readonly contents: { readonly value: string } } | null)?.contents.value ?? "";
        },
      };
    },
    close: () => void child.kill(),
  };
}

function wireOf(child: ChildProcessWithoutNullStreams) {
  let bytes = Buffer.alloc(0);
  let last = 0;
  const waiting = new Map<number, (result: unknown) => void>();
  const judged = new Map<string, (problems: readonly Problem[]) => void>();
  const send = (message: object): void => {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const take = (message: Message): void => {
    if (message.method === "textDocument/publishDiagnostics") {
      const { uri, diagnostics } = message.params as { readonly uri: string; readonly diagnostics: readonly Problem[] };
      judged.get(uri)?.(diagnostics);
    } else if (message.method === "workspace/configuration") {
      const { items } = message.params as { readonly items: readonly { readonly section?: string }[] };
      const settings = { validate: true, hover: true, completion: true, schemaStore: { enable: false } };
      send({ id: message.id, result: items.map(({ section }) => (section === "yaml" ? settings : {})) });
    } else if (message.method !== undefined && message.id !== undefined) send({ id: message.id, result: null });
    else if (message.id !== undefined) waiting.get(message.id)?.(message.result);
  };
  child.stdout.on("data", (part: Buffer) => {
    bytes = Buffer.concat([bytes, part]);
    for (;;) {
      const head = bytes.indexOf("\r\n\r\n");
      const length = Number(/Content-Length: (\d+)/i.exec(bytes.subarray(0, Math.max(head, 0)).toString())?.[1]);
      if (head < 0 || bytes.length < head + 4 + length) return;
      const body = bytes.subarray(head + 4, head + 4 + length).toString();
      bytes = bytes.subarray(head + 4 + length);
      take(JSON.parse(body) as Message);
    }
  });
  return {
    ask: (method: string, params: object): Promise<unknown> => {
      const id = ++last;
      send({ id, method, params });
      return new Promise((resolve) => waiting.set(id, resolve));
    },
    tell: (method: string, params: object): void => send({ method, params }),
    /** The first diagnostics that are published for a document. */
    problems: (uri: string): Promise<readonly Problem[]> => new Promise((resolve) => judged.set(uri, resolve)),
  };
}
