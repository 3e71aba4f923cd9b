// What went wrong that is no finding: the command line, the file system, or ourselves. All of it exits with 2.

/** Words for an error. */
export interface Fault {
  readonly message: string;
  readonly help: string | undefined;
}

const TROUBLE = "Trouble";

/** An error whose words are for the user: a file that is not there, flags that don't go together. */
export function trouble(message: string, help: string): Error {
  return Object.assign(new Error(message), { name: TROUBLE, help });
}

/** What the file system says, by its code. */
const SYSTEM: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EBUSY: "it is in use",
  EDQUOT: "the quota is used up",
  EEXIST: "something stands there already",
  EISDIR: "it is a folder",
  ELOOP: "its links go round in a circle",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "the name is too long",
  ENOENT: "it is not there",
  ENOSPC: "no space is left on the disk",
  ENOTDIR: "a part of the path is no folder",
  EPERM: "the system does not allow it",
  EROFS: "the file system is read-only",
};

/** The words for anything thrown. `debug` adds the stack to a fault of our own. */
export function faultOf(error: unknown, debug: boolean): Fault {
  if (!(error instanceof Error)) return internal(String(error), undefined);
  const { code, path, syscall, help, oclif } = error as Error & Partial<Record<string, unknown>>;
  if (error.name === TROUBLE) return { message: error.message, help: String(help) };
  if (oclif !== undefined) return usage(error.message);
  if (typeof code === "string" && typeof syscall === "string") {
    const where = typeof path === "string" ? `${path}: ` : "";
    return {
      message: `${where}${SYSTEM[code] ?? error.message} (${code})`,
      help: "nothing is lost: run it again once this is mended",
    };
  }
  return internal(error.message, debug ? error.stack : undefined);
}

function usage(message: string): Fault {
  const [first = "", ...rest] = message.replace(/\nSee more help with --help$/, "").split("\n");
  const words = first.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
  return { message: [words, ...rest].join("\n"), help: "sage-gen --help, or sage-gen COMMAND --help" };
}

function internal(message: string, stack: string | undefined): Fault {
  return {
    message: `internal fault: ${stack ?? message}`,
    help: `this is a mistake in sage-gen, not in your spec; please report it${stack ? "" : ", with what SAGE_GEN_DEBUG=1 adds"}`,
  };
}
