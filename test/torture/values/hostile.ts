// Texts that would do harm where they are taken for code: each language's ways out of a text, and texts that fit a form
// and still mean something to a shell, to YAML, or to a spreadsheet.
import { NASTY } from "../../laws/nasty.ts";

/** Whoever executes one of these calls a program of that name. */
export const CANARY = "canary";

const SHELL = [
  `$(${CANARY})`,
  `\`${CANARY}\``,
  `; ${CANARY} ;`,
  `"; ${CANARY}; "`,
  `'; ${CANARY}; '`,
  `\${x:-$(${CANARY})}`,
  `a && ${CANARY} #`,
  `a | ${CANARY}`,
  `\n${CANARY}\n`,
  `x\\\n${CANARY}`,
  `EOF\n${CANARY}\nEOF`,
  "-rf /",
  "--help",
  "!!",
  "~root",
  "* ? [a-z] {a,b}",
  "$'\\x41'",
  "\\$(canary)",
];

const PROGRAMS = [
  `"; process.exit(7); "`,
  `\${process.exit(7)}`,
  `\`; process.exit(7); \``,
  `*/ process.exit(7); /*`,
  "</script><script>alert(1)</script>",
  "\\",
  '\\"',
  "\\u0022; process.exit(7); //",
  "${pulumi.runtime}",
  "__proto__",
];

const FILES = [
  "${{ github.token }}",
  "${{ secrets.X }} ${{ 1 }}",
  "${{ '${{' }}",
  "$${{ x }}",
  "${{",
  "}}",
  "a\n    - run: canary",
  "a: b\nrun: canary",
  "x\nRUN canary",
  "x\\\nRUN canary",
  '"\n}\nresource "x" "y" {\n  z = "',
  '${file("/etc/passwd")}',
  "%{ for x in y }",
  "$${a} %%{b} ${c} %{d}",
  "${HOME} $HOME $$HOME $${HOME}",
  "${HOME:?canary}",
  "{{x}} {{{x}}} {{> scripts/log.sh}} {{#if x}}",
  "```\n# x\n```",
  "-->\n# x\n<!--",
  "| a | b |\n| - | - |",
  "[x](javascript:alert(1)) ![x](y) <img src=x onerror=alert(1)>",
  "&lt;b&gt; &#x41;",
  "::set-output name=x::y",
  "::add-mask::x",
  "##[command]x",
  "=1+1",
  "@SUM(1)",
  "*.js",
  "!important",
  "export default 1",
];

/** What a careful form lets through, and what then is not careful enough. */
const FITTED = [
  ..."/$HOME|/$PATH/~root|/a?b=%24(x)&c=d|/%0Acanary|/~root|/a/~/b|/-rf|/etc/passwd|/var/log/a b.log".split("|"),
  ..."/var/log/-rf x.log|/var/log/ .log|/ |/var/log/x |x@y+z|@x|+x|_x|a#b|release/+x|#a|a@b|no/yes|.github".split("|"),
  ..."a:b|0o17|1e3|1.0|1_000|12e03|0x1F|0b11|1:30|yes|no|on|off|null|true|~|Infinity|NaN|.inf|2001-12-14".split("|"),
  ..."node_modules|infra|docs|scripts|terraform|Dockerfile|package.json|.sage|.git|.env|con|nul.txt".split("|"),
  ..."*.no.com|x.yes|1.2.3.4|1e3.com|a--b.example.com|/tags/${x}|/tags/$(canary)|/~1~0|/constructor|/__proto__".split(
    "|",
  ),
  ..."/containerDefinitions/0/dockerLabels|/containerDefinitions/0/dockerLabels/$(canary)|/workingDirectory".split("|"),
  ..."/containerDefinitions/0/${x}|/containerDefinitions/0/__proto__|/containerDefinitions/0/constructor".split("|"),
  ..."o/r.git|o/-r|o/...|o/.|x/constructor|a/{b}|no/no|1/1|0o7/0x1|team/site.github.io".split("|"),
  ..."0 0 * * *|* * * * *|@daily|0 0 * * * canary|$(x) 0 * * *|0 3 * * 1-5|0 3 * * SUN".split("|"),
  ..."1|0|007|08|-1|18|9.0|db.t4g.micro|10.0.0.0/16|5m|80%|none|oidc|vpc|default|class|import|toString".split("|"),
];

/** A megabyte, of one kind and of all kinds. */
const LONG = ["x".repeat(2 ** 20), `/${"x/".repeat(2 ** 19)}x`, `"'\`$\${{{}}\\#\n`.repeat(80_000)];

/** Every one of them, once. */
export const HOSTILE: readonly string[] = [...new Set([...NASTY, ...SHELL, ...PROGRAMS, ...FILES, ...FITTED, ...LONG])];
