/** As one seeks: no matter the case and the accents. */
function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The terms that hold what is sought. */
export function found(terms: readonly string[], sought: string): readonly string[] {
  const wanted = fold(sought.trim());
  return wanted === "" ? terms : terms.filter((term) => fold(term).includes(wanted));
}
