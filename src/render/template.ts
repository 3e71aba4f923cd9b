// Templates as the build left them: data, which V8 reads much faster than code, and only when it is asked for.
import { TEMPLATES } from "#build/templates.ts";
import { LANGUAGES } from "./language.ts";
import { fault } from "./literal.ts";
import type { Steps, Template } from "./page.ts";

const known = new Map<string, Template>();

/** A template by its path below templates/, without `.hbs`; read once. Throws where there is none. */
export function templateNamed(name: string): Template {
  const read = known.get(name) ?? readTemplate(name);
  known.set(name, read);
  return read;
}

function readTemplate(name: string): Template {
  const [language, steps] = (Object.hasOwn(TEMPLATES, name) ? TEMPLATES[name] : undefined) ?? [];
  if (language === undefined || steps === undefined) return fault(`there is no template \`${name}\``);
  return { steps: JSON.parse(steps) as Steps, helpers: LANGUAGES[language], partial: templateNamed };
}
