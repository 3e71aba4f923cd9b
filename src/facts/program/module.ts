// Parses a module of the program: its imports and its constants.
import { type Expression, expression } from "./expression.ts";
import { type Reader, readerOf } from "./reader.ts";
import { tokensOf } from "./tokens.ts";

/** What a name means that another module has; without `name` the module itself. */
export interface Import {
  readonly from: string;
  readonly name?: string;
}

/** A file of the program. */
export interface Module {
  readonly file: string;
  readonly imports: ReadonlyMap<string, Import>;
  readonly constants: ReadonlyMap<string, Expression>;
}

/** Parses a module. Throws `Unreadable`. */
export function parseModule(file: string, source: string): Module {
  const reader = readerOf(file, tokensOf(file, source));
  const imports = new Map<string, Import>();
  const constants = new Map<string, Expression>();
  while (!reader.isEnd()) {
    if (reader.word("import")) {
      importsOf(reader, imports);
      continue;
    }
    reader.word("export");
    const isConstant = reader.word("const");
    // A type says nothing of values; and a call stands alone, which gives none.
    const name = isConstant || reader.word("type") ? reader.name() : undefined;
    if (name !== undefined) reader.need("=");
    reader.word("typeof");
    const value = expression(reader);
    reader.need(";");
    if (isConstant && name !== undefined) constants.set(name, value);
  }
  return { file, imports, constants };
}

/** `import "./m";`, `import * as m from "./m";`, `import { a, b as c } from "./m";` */
function importsOf(reader: Reader, imports: Map<string, Import>): void {
  const names: [own: string, theirs: string | undefined][] = [];
  if (reader.sign("*")) {
    reader.word("as");
    names.push([reader.name(), undefined]);
  } else if (reader.sign("{")) {
    while (!reader.sign("}")) {
      const theirs = reader.name();
      names.push([reader.word("as") ? reader.name() : theirs, theirs]);
      reader.sign(",");
    }
  }
  reader.word("from");
  const from = reader.next().text;
  reader.need(";");
  for (const [own, theirs] of names) imports.set(own, theirs === undefined ? { from } : { from, name: theirs });
}
