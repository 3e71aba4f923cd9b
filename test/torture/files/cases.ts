// Files that are no ordinary spec: what each is made of, and how the command must end on it.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";

/** One such file. */
export interface Special {
  readonly name: string;
  /** Makes the file. */
  make(path: string): void;
  /** The exit status: 0 right, 1 refused with findings, 2 it cannot be read. */
  readonly status: 0 | 1 | 2;
  /** What of the findings or of the words on standard error must be there. */
  readonly says?: RegExp;
  /** Whether even root must be somebody else. */
  readonly asOther?: boolean;
}

const GOOD = "version: 1\nproject: shop\nregion: eu-central-1\nservices:\n  api:\n    port: 3000\n";
const write =
  (content: string | Uint8Array): Special["make"] =>
  (path) =>
    writeFileSync(path, content);
const text = (name: string, content: string | Uint8Array, status: 0 | 1 | 2, says?: RegExp): Special => ({
  name,
  make: write(content),
  status,
  ...(says ? { says } : {}),
});

/** UTF-16, big-endian where asked, with a byte order mark where asked. */
function utf16(big: boolean, mark: boolean): Uint8Array {
  const bytes = Buffer.from((mark ? "\ufeff" : "") + GOOD, "utf16le");
  return big ? bytes.swap16() : bytes;
}

const bomb = (levels: number): string =>
  `x-0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n${Array.from(
    { length: levels },
    (_, level) => `x-${level + 1}: &a${level + 1} [${Array.from({ length: 9 }, () => `*a${level}`).join(", ")}]\n`,
  ).join("")}${GOOD}`;
const quadratic = `x-a: &a ${"x".repeat(50_000)}\nx-b: [${"*a, ".repeat(50_000)}]\n${GOOD}`;

const ALIASES: readonly Special[] = [
  text("a bomb of aliases", bomb(9), 1, /yaml\/syntax/),
  text("a bomb of a hundred levels", bomb(100), 1, /yaml\/syntax/),
  text("fifty thousand aliases", quadratic, 1, /yaml\/syntax/),
  text("an alias of itself", `x-a: &a [*a]\n${GOOD}`, 1, /yaml\/syntax/),
  text("an alias of a map in itself", `${GOOD}    env: &e { A: *e }\n`, 1, /yaml\/syntax/),
  text("an alias of nothing", `${GOOD}    env: *none\n`, 1, /yaml\/syntax/),
  text("an alias as a key", `x-a: &a port\n${GOOD.replace("port:", "*a :")}`, 0),
  text("a merge key", `x-a: &a { port: 3000 }\n${GOOD}    <<: *a\n`, 1, /merges maps in YAML 1\.1/),
];

const SIZES: readonly Special[] = [
  text("fifty megabytes of comments", `${GOOD}${`# ${"x".repeat(98)}\n`.repeat(500_000)}`, 1, /yaml\/syntax/),
  text("fifty megabytes on one line", `${GOOD}x-a: ${"x".repeat(50 * 2 ** 20)}\n`, 1, /yaml\/syntax/),
  text("fifty megabytes of brackets", "[".repeat(50 * 2 ** 20), 1, /yaml\/syntax/),
  text("three megabytes of keys", `${GOOD}${Array.from({ length: 150_000 }, (_, n) => `x-a${n}: 1\n`).join("")}`, 0),
  text("four megabytes of blanks", `${GOOD}${" ".repeat(2 ** 22 - 200)}\n`, 0),
  text("ten thousand lists in each other", `x-a: ${"[".repeat(10_000)}${"]".repeat(10_000)}\n${GOOD}`, 1, /nested/),
  text("ten thousand maps in each other", `x-a: ${"{a: ".repeat(10_000)}1${"}".repeat(10_000)}\n${GOOD}`, 1, /nested/),
  text("ten thousand levels of lists", `${GOOD}x-a:\n  ${"- ".repeat(10_000)}1\n`, 1, /nested/),
  text(
    "two thousand levels of indented maps",
    `${GOOD}x-a:\n${Array.from({ length: 2000 }, (_, n) => `${" ".repeat(n + 1)}a:\n`).join("")}`,
    1,
    /nested/,
  ),
  text("ten thousand levels of keys asked for", `${GOOD}x-a:\n  ${"? ".repeat(10_000)}1\n`, 1, /yaml\/syntax/),
  text("ten thousand services", `${GOOD}${Array.from({ length: 10_000 }, (_, n) => `  s${n}: {}\n`).join("")}`, 1),
];

const ENCODINGS: readonly Special[] = [
  text("UTF-16 LE with a mark", utf16(false, true), 1, /UTF-8/),
  text("UTF-16 BE with a mark", utf16(true, true), 1, /UTF-8/),
  text("UTF-16 LE without a mark", utf16(false, false), 1, /UTF-8/),
  text("UTF-16 BE without a mark", utf16(true, false), 1, /UTF-8/),
  text("UTF-32 with a mark", Buffer.from([0, 0, 0xfe, 0xff, 0, 0, 0, 0x76]), 1, /UTF-8/),
  text("UTF-8 with a mark", `\ufeff${GOOD}`, 0),
  text("Latin-1", Buffer.from(`${GOOD}description: café\n`, "latin1"), 1, /UTF-8/),
  text("half of a character", Buffer.from([...Buffer.from(GOOD), 0x23, 0xf0, 0x9f]), 1, /UTF-8/),
  text("a surrogate in UTF-8", Buffer.from([...Buffer.from(GOOD), 0x23, 0xed, 0xa0, 0x80]), 1, /UTF-8/),
  text("NUL in a value", `${GOOD}description: a\0b\n`, 1),
  text("nothing but NUL", "\0".repeat(1000), 1),
  text("CRLF", GOOD.replaceAll("\n", "\r\n"), 0),
  text("CR alone", GOOD.replaceAll("\n", "\r"), 1),
  text("no line break at the end", GOOD.trimEnd(), 0),
  text("tabs", GOOD.replaceAll("  ", "\t"), 1, /tab/),
];

const SHAPES: readonly Special[] = [
  text("nothing", "", 1, /spec\/wrong-type/),
  text("a line break", "\n", 1, /spec\/wrong-type/),
  text("only comments", "# nothing\n# here\n", 1, /spec\/wrong-type/),
  text("two documents", `${GOOD}---\n${GOOD}`, 1, /one document/),
  text("a document that ends", `---\n${GOOD}...\n`, 0),
  text("a directive", `%YAML 1.1\n---\n${GOOD}`, 1),
  text("a tag", `${GOOD}    env: !env { A: b }\n`, 1, /knows no tags/),
  text("a tag of a language", `${GOOD}x-a: !!js/function "function () {}"\n`, 1, /knows no tags/),
  text("binary", `${GOOD}description: !!binary aGVsbG8=\n`, 1),
  text("a set", `${GOOD}x-a: !!set { a, b }\n`, 0),
  text("a key twice", `${GOOD}project: other\n`, 1, /yaml\/duplicate-key/),
  text("a key that is a map", `${GOOD}? { a: b }\n: c\n`, 1),
  text("a key that is nothing", `${GOOD}? \n: c\n`, 1),
  text("a list", "- a\n- b\n", 1, /spec\/wrong-type/),
  text("a text", "hello\n", 1, /spec\/wrong-type/),
  ...["__proto__", "constructor", "toString", "hasOwnProperty", "prototype", "valueOf"].flatMap((key) => [
    text(`${key} as a section`, `${GOOD}${key}: { polluted: true }\n`, 1, /unknown-key|__proto__` can't/),
    text(`${key} as a service`, GOOD.replace("api", key), key.startsWith("_") || /[A-Z]/.test(key) ? 1 : 0),
    text(`${key} as a variable`, `${GOOD}    env: { ${key}: x }\n`, key === "__proto__" ? 1 : 0),
    text(`${key} in an environment`, `${GOOD}environments: { one: { ${key}: { polluted: true } } }\n`, 1),
  ]),
];

const made = (name: string, status: 0 | 1 | 2, make: Special["make"], says?: RegExp): Special => ({
  name,
  make,
  status,
  ...(says ? { says } : {}),
});

const NO_FILES: readonly Special[] = [
  made("a folder", 2, (path) => mkdirSync(path), /it is a folder/),
  made("nothing there", 2, () => undefined, /no such file/),
  made("a FIFO that nobody writes", 2, (path) => execFileSync("mkfifo", [path]), /no file/),
  made("a link to itself", 2, (path) => symlinkSync(path, path)),
  made("a link to /dev/zero", 2, (path) => symlinkSync("/dev/zero", path), /no file/),
  made("a link to /dev/null", 2, (path) => symlinkSync("/dev/null", path), /no file/),
  made("a link to a good file", 0, (path) => {
    writeFileSync(`${path}.other`, GOOD);
    symlinkSync(`${path}.other`, path);
  }),
  {
    name: "a file that nobody may read",
    make: (path) => {
      writeFileSync(path, GOOD);
      chmodSync(path, 0);
    },
    status: 2,
    says: /permission denied/,
    asOther: true,
  },
];

export const SPECIALS: readonly Special[] = [...ALIASES, ...SIZES, ...ENCODINGS, ...SHAPES, ...NO_FILES];
