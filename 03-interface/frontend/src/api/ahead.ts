/** Answers on their way, by address; `null` where it was not asked after all. */
export type Begun = Record<string, Promise<Response | null>>;

declare global {
  interface Window {
    /** What the page asked before its scripts were there (`asking-ahead.ts`). */
    askedAhead?: Begun;
  }
}

/** Older than this an answer is not what the API would say now. */
const FRESH_MS = 10_000;

/** The answer to what was asked ahead, once; `null` where it has to be asked now, at once or after all. */
export function takeAhead(address: string): Promise<Response | null> | null {
  const begun = typeof window === "undefined" ? undefined : window.askedAhead;
  const coming = begun?.[address];
  if (!begun || !coming) return null;
  delete begun[address];
  return performance.now() < FRESH_MS ? coming.catch(() => null) : null;
}

/** What was asked as somebody is not for whoever comes after them. */
export function forgetAhead(): void {
  if (typeof window !== "undefined") delete window.askedAhead;
}
