// What tells a pattern from a name: what finds the files of patterns is not loaded for names.

/** Whether a text is a pattern. */
export const isGlob = (text: string): boolean => /[*?{]/.test(text);
