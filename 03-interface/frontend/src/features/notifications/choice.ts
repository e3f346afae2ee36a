/** Whether a person wants to be notified by this browser. It may be several people's: each is asked for themselves. */

const WANTED = "scribe_notifications";
const OFFERED = "scribe_notifications_offered";

const listeners = new Set<() => void>();

function read(place: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? "[]");
    return Array.isArray(kept) ? kept.map(String) : [];
  } catch {
    return [];
  }
}

function keep(place: string, account: string, there: boolean): void {
  const others = read(place).filter((one) => one !== account);
  try {
    localStorage.setItem(place, JSON.stringify(there ? [...others, account] : others));
  } catch {
    // A browser that keeps nothing: it is not notified, and asked again next time.
  }
  for (const listener of listeners) listener();
}

export function isWanted(account: string): boolean {
  return read(WANTED).includes(account);
}

export function want(account: string, wanted: boolean): void {
  keep(WANTED, account, wanted);
}

/** Whether it was offered to that person on this browser before. Once is enough. */
export function wasOffered(account: string): boolean {
  return read(OFFERED).includes(account);
}

export function offered(account: string): void {
  keep(OFFERED, account, true);
}

/** Calls when somebody chooses, here or on another page of this browser. */
export function onChoice(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}
