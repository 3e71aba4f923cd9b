// Texts that have broken some generator before, and random ones.
import fc from "fast-check";

export const NASTY = [
  ..."|plain| |  two  |it's|say \"hi\"|`id`|$(id)|${HOME}|$HOME|$$|$${a}|$$$${a}|%{ if }|%%{a}|${{ secrets.X }}|{{ x }}".split("|"),
  "a\nb", "a\r\nb", "a\rb", "\ttab", "trailing ", "trailing\n", "two\n\n", "\n", "\n\nlead", " lead\nb", "a\n  b\n", "a \nb", "a\n\nb\n", "a\n#b\n",
  "*/", "/* */", "//", "# no", "a # b", "a #b", "a: b", "a:", ": a", "- a", "-a", "-", "--flag", "---", "--- a", "...",
  "\u2028", "\u2029", "\u0085", "\u00a0", "\u00ad", "\u200b", "\u200f", "\u202e", "a\u2066b", "\ufeff", "\ufeffbom", "\ud800", "\udc00a", "\uffff",
  "\\", "\\\\", "\\n", "a\\", "'", '"', "''", "'\"", "!", "!x", "!!str a", "&a", "*a", "@a", "%a", "|", "| a", ">", "[", "]", "{", "}", ",", "?", "? a", "~", "=", "<<",
  "null", "Null", "true", "True", "yes", "No", "on", "OFF", "y", "n", "0", "-0", "1", "+1", "0o7", "007", "08", "0x1f", "0b1", "1_000", "1,000", "1e3", "1.5",
  ".5", "5.", "-.inf", ".nan", ".NaN", "12:30", "12:30:45", "190:20:30", "2001-12-14", "2001-12-14T21:59:43Z", "2001-1-1 1:1:1", "3d3c42e5", "123e4", "10.0.0.0/16",
  "127.0.0.1:80:80", "é", "日本語", "🎉", "👩‍👩‍👧", "\u0001", "\u007f", "\u009f", "-->", "--", "<!--", "</script>", "a|b", "_x_", "a_b", "*x*", "[x](y)",
  "&amp;", "1. x", "+ x", "> x", "```", "~~~", "constructor", "if", "~/x", "a=b", "=x",
];

export const anyText = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: fc.constantFrom(..."ab1'\"\\$`{}%#: -\n|&*!.,[]?<=") }),
  fc.tuple(fc.constantFrom(...NASTY), fc.constantFrom(...NASTY)).map(([a, b]) => a + b),
);

/** Whether a text holds what some language takes for the end of a line. */
export const breaksLine = (text: string): boolean => /[\n\r\u0085\u2028\u2029]/.test(text);
