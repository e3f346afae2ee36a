/** What only one page of this browser does at a time. A page that is gone, however it went, holds nothing. */
export interface Locks {
  /** Takes it, and tells how to let it go; `null` where another has it. */
  take: (name: string) => Promise<(() => void) | null>;
}

/** The browser's own locks. Where it has none it has no microphone for us either: then nobody else can have one. */
export const pageLocks: Locks = {
  take: async (name) => {
    if (typeof navigator === "undefined" || !("locks" in navigator)) return () => undefined;
    return await new Promise((resolve, reject) => {
      navigator.locks
        .request(name, { ifAvailable: true }, (lock) => {
          if (lock === null) return resolve(null);
          return new Promise<void>((letGo) => resolve(letGo));
        })
        .catch(reject);
    });
  },
};

/** Of whoever records: one page at a time. */
export const RECORDING_LOCK = "scribe-recorder";

/** Of whoever makes or sends that recording. */
export function lockOf(id: string): string {
  return `scribe-recording-${id}`;
}
