/** A line as somebody may type it: no matter the case, the accents or which space or apostrophe. */
export function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[’‘]/g, "'").replace(/\s+/g, " ").trim().toLowerCase();
}

/** Whether somebody typed what stands there, as well as people type. A name that folds to nothing is typed as it is. */
export function typedAlike(typed: string, shown: string): boolean {
  return typed.trim() !== "" && fold(typed) === fold(shown);
}
