/** The revision of a transcript that an address asks for; `null`: the newest. */
export function revisionIn(query: { get: (name: string) => string | null }): number | null {
  return Number(query.get("revision")) || null;
}
