// Texts in which two readers of YAML may see different things, each a value behind a key, a key, or whole lines.

/** Texts between bars, as they are: spaces count. */
export const each = (texts: string): readonly string[] => texts.split("¦");

/** What may stand behind `key: `, with all that follows it. */
const VALUES: readonly string[] = [
  ...each("0o14¦012¦0¦-0¦00¦1_000¦1e3¦1.¦.5¦1.50¦+1¦-1¦0x1f¦0b1¦1e¦1.2.3¦9e999"),
  ...each("9007199254740993¦123456789012345678¦0.1234567890123¦.inf¦-.INF¦.nan¦.NaN¦.env¦...¦1.5.¦."),
  ...each("~¦null¦Null¦NULL¦nul¦true¦True¦TRUE¦false¦yes¦no¦on¦off¦y¦n¦=¦<<"),
  ...each("2001-12-14¦2001-12-14t21:59:43.10-05:00¦12:30:45¦03:00-04:00¦190:20:30"),
  ...each("!x¦!!str 1¦! a¦&a b¦*a¦|¦>¦|\n    a\n    b¦>-\n    a\n    b¦|2\n     a¦|+\n    a\n\n¦%a¦@a¦`a`"),
  ...each('a\n    b¦a\n\n    b¦a # b\n    c¦\'a\n    b\'¦"a\n    b"¦"a\\\n    b"¦a: b¦a:¦a :b¦a : b¦a:b¦a #b¦a#b'),
  ...each('\'it\'\'s\'¦\'a\' b¦"a" b¦"a"# c¦\'a\'# c¦"a" # c¦\'a¦"a¦"\\x41"¦"\\u0041"¦"\\/"¦""¦\'\'¦\' a \'¦" a "'),
  ...each('[a, b]¦[a, b,]¦[a,, b]¦[,]¦[]¦[ ]¦{}¦{ }¦{a: b}¦{a: b,}¦{a}¦{a, b: c}¦{a: }¦{a:b}¦{"a":b}'),
  ...each(
    '{"a": b}¦{a: [b, {c: d}]}¦[a: b]¦[a b]¦[a b, c d]¦[a #b\n    ]¦[a # b\n    ]¦[a\n    , b]¦[a,\n    b]¦[a,\n  b]',
  ),
  ...each(
    "[a,\n    # c\n    b]¦[a,\n\n    b]¦[\n    a\n    b\n    ]¦[\n    a,\n    b\n    ]¦[\n    a,\n    b\n  ]¦[\n    a,\n    b\n]¦{\n    a: b,\n    c: d\n    }",
  ),
  ...each("{a: b}: c¦[a]: b¦[a]#b¦[a] # b¦[a] b¦[[a], [b]]¦[-a]¦[- a]¦[-1]¦[-]¦[?a]¦[? a]¦[:a]¦[a:]¦[a:,b]"),
  ...each("[12, 012]¦[true, null]¦[a[0]]¦a[0]¦a]b¦a, b¦a}b¦{a: b, a: c}¦{1: a}¦{true: a}¦{__proto__: a}¦{<<: {}}"),
  ...each("-a¦--a¦- a¦-\n¦-c d¦?a¦:a¦#a¦ # a¦a\t¦\ta¦a\tb¦a \t# b¦\u00a0a¦a\u00a0¦a\u3000¦\u3000¦\u0085¦a\u0085b"),
  ...each(
    "a\u2028b¦a\u2029¦\ufeffa¦a\ufeff¦\ud83d\ude00¦a \ud83d\ude00 b¦\ud83d¦é¦日本¦a\u0000¦a\u007f¦a\u009f¦\ufffe¦\uffff¦$a¦(a)¦/a¦a\\b¦*.a",
  ),
  ...each(
    "\r\n    a¦a\r\n¦a\r¦¦ ¦\n  ¦\n    a: b¦\n    a: b\n   c: d¦\n    a: b\n  c: d¦\n  - a¦\n  - a\n  - b¦\n    - a\n    - b¦\n - a",
  ),
  ...each(
    "\n  - a\n    b¦\n  - a: b\n    c: d¦\n  - a: b\n   c: d¦\n  -  a: b\n     c: d¦\n  - a:\n    - b¦\n  - a:\n  - b¦\n  - - a¦\n  -\n    a: b",
  ),
  ...each(
    "\n  - [a]\n  - {b: c}¦\n  - 'a': b¦\n  - a : b¦\n  -a¦\n  - # c\n    a¦\n  # c\n    a: b¦\n# c\n    a: b¦\n      # c\n    a: b\n      # c",
  ),
  ...each(
    "\n    a: b\n\n\n    c: d¦\n    a: b\n    a: c¦\n    a: b\n    'a': c¦\n    'a': b\n    \"a\": c¦\n    x-a: b¦\n    ? a\n    : b¦\n    a:\n    - b\n    c: d",
  ),
  ...each(
    '{"a":1,"b":[true,null]}¦{"a":"b"}¦{"a":}¦{"a":,b: c}¦{"a":b c}¦{"a":-1}¦{"a":- b}¦{"a"::b}¦{"a":{"b":{}}}¦{a:"b"}¦["a":b]',
  ),
  ...each("{'a':b}¦{'a':\n    b}¦{'a' :b}¦{'a' : b}¦{'a':#b\n    }¦{'a':]}¦{'a':[b]}"),
  "a".repeat(5000),
  `"${"a".repeat(5000)}"`,
  `${" ".repeat(200)}a`,
  `\n${" ".repeat(140)}a: b`,
  `{ ${"k".repeat(1100)}: a }`,
  "[".repeat(70) + "]".repeat(70),
  `a # ${"[".repeat(80)}`,
];

/** What may stand before `: a`. */
const KEYS: readonly string[] = [
  ...each("a b¦'a'¦\"a\"¦'a b'¦''¦'it''s'¦\"\\u0061\"¦1¦01¦1.5¦-1¦0x1¦1e3¦1a¦a.b¦a/b¦a-¦-a¦- a¦_¦$a¦a$"),
  ...each("true¦True¦false¦null¦Null¦~¦yes¦on¦.inf¦.a¦...¦---¦<<¦'<<'¦__proto__¦'__proto__'¦constructor¦toString"),
  ...each("?¦? a¦:¦!a¦&a a¦*a¦[a]¦{a}¦[a, b]¦%a¦@a¦|¦>¦#a¦a #b¦a:b¦a: b¦a:¦é¦日¦x-a¦x-¦\ufeffa¦a\t¦a "),
  "k".repeat(150),
  "k".repeat(1100),
];

/** Whole texts. */
const TEXTS: readonly string[] = [
  ...each(
    "¦\n¦ ¦a¦a:¦- a¦-¦[a]¦[a¦{a: b}¦{a: b}\n¦{a: b} # c\n¦{a: b}\nc: d\n¦{\na: b\n}\n¦{\n# c\na: b\n}¦{\n--- a\n}¦{}¦{}{}",
  ),
  ...each(
    "---\na: b\n¦--- a: b\n¦a: b\n---\n¦a: b\n---\nc: d\n¦a: b\n...\n¦a: b\n...\nc: d\n¦%YAML 1.1\n---\na: b\n¦%YAML 1.2\n---\na: b\n¦# c¦# c\n¦#c\na: b",
  ),
  ...each(
    " a: b\n¦ a: b\n c: d\n¦a: b\n c: d\n¦a: b\nc\n¦a: b\n\tc: d\n¦a: b\n\t\n¦a: b\n  \n¦a: b\n  # c\n¦a: b\r\nc: d\r\n¦a: b\rc: d¦\ufeffa: b\n",
  ),
  ...each(
    "a:\n  b:\n    c: d\n  e: f\n¦a:\n  b: c\n d: e\n¦a:\n    b: c\n  d: e\n¦a: b #¦a: #b¦a: b# c¦a:  b  ¦a: b\n# c\n  d: e¦a: b\n  - c¦a: b\n- c¦- a\nb: c",
  ),
  "a: b\n".repeat(3),
  Array.from({ length: 70 }, (_, at) => `${" ".repeat(at)}a:`).join("\n"),
  Array.from({ length: 90 }, (_, at) => `k${at}: a # [ {`).join("\n"),
  Array.from({ length: 40 }, (_, at) => `${"  ".repeat(at)}a:`).join("\n") + " b\n",
];

/** All of them as texts. */
export const TRAPS: readonly string[] = [
  ...TEXTS,
  ...VALUES.flatMap((value) => [
    `k: ${value}\n`,
    `k: ${value}`,
    `m:\n  k: ${value}\n  l: z\n`,
    `m: { k: ${value} }\n`,
    `m: [${value}]\n`,
    `m:\n  - ${value}\n  - z\n`,
  ]),
  ...KEYS.flatMap((key) => [
    `${key}: a\n`,
    `m:\n  ${key}: a\n`,
    `m: { ${key}: a }\n`,
    `m:\n  - ${key}: a\n    z: b\n`,
    `a: z\n${key}: a\n`,
  ]),
];
