// The shape of the spec as a table: what tools/form.ts makes of the zod schema, and the glance fills specs by.

/** A key that a map knows. */
export interface Field {
  readonly key: string;
  readonly form: number;
  /** Without it there is no spec. */
  readonly needed?: true;
  /** What holds where the key is left out; maps and lists are filled in their turn. */
  readonly usual?: unknown;
}

/** What may stand in a place; other forms are told by their index in the table. */
export type Form =
  | { readonly kind: "text"; readonly pattern?: string; readonly most?: number }
  | { readonly kind: "number"; readonly whole?: true; readonly least?: number; readonly most?: number }
  | { readonly kind: "flag" | "any" }
  | { readonly kind: "choice"; readonly choices: readonly unknown[] }
  | { readonly kind: "map"; readonly fields: readonly Field[] }
  | { readonly kind: "names"; readonly name: number; readonly form: number }
  | { readonly kind: "list"; readonly form: number; readonly least?: number }
  | { readonly kind: "either"; readonly forms: readonly number[] };
