// What chunks give to each other: the bundler writes a getter for each name, and the reader pays a call wherever it is used.
import { parseAst } from "rolldown/parseAst";

/** Of a name, or of a text. */
const GETTER =
  /Object\.defineProperty\(exports,"([\w$]+)",\{enumerable:!0,get:function\(\)\{return( [\w$]+|"[^"\\]*")\}\}\)/g;

/** The same code, with what never changes exported as it is: two hundred functions less to compile, to keep and to call. */
export function exported(code: string): string {
  const constants = constantsOf(code);
  return code.replace(GETTER, (getter, name: string, value: string) => {
    return value.startsWith('"') || constants.has(value.slice(1)) ? `exports.${name}=${value.trimStart()}` : getter;
  });
}

/** The functions, classes and constants of a module. */
function constantsOf(code: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of parseAst(code).body) {
    if (statement.type === "FunctionDeclaration" || statement.type === "ClassDeclaration")
      names.add(statement.id?.name ?? "");
    if (statement.type !== "VariableDeclaration" || statement.kind !== "const") continue;
    for (const { id } of statement.declarations) if (id.type === "Identifier") names.add(id.name);
  }
  return names;
}
