// What a program reads: one JSON document.

/** The document's text; `ok` stands first. */
export function json(document: { readonly ok: boolean; readonly [field: string]: unknown }): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
