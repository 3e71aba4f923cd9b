// Facts for people: a line each, with the places that say it.
import type { Fact } from "#schema/fact.ts";
import { printable } from "./cells.ts";
import type { Paint } from "./paint.ts";

/** `fact | value | file:line, …`, a line each; a fact with two values is marked. Empty where there are none. */
export function factTable(facts: readonly Fact[], paint: Paint): string {
  return facts
    .map(({ fact, value, places }, index) => {
      const differs = facts[index - 1]?.fact === fact || facts[index + 1]?.fact === fact;
      const where = places.map(({ file, line }) => `${file}:${line}`).join(", ");
      const name = differs ? paint("error", printable(fact)) : printable(fact);
      return `${name} | ${paint("strong", printable(value))} | ${paint("quiet", printable(where))}\n`;
    })
    .join("");
}
