/** The browser's part of the bell: who is on duty among its pages, which of them are looked at, and what was told. */

const DUTY = "scribe-bell";
const SEEN = "scribe-seen ";
const TOLD = "scribe_told_runs";
const KEPT = 100;

/** Holds a lock for as long as the signal does not say stop. A page that is gone, however it went, holds nothing. */
function hold(name: string, mode: LockMode, signal: AbortSignal, got: () => void): void {
  const held = () =>
    new Promise<void>((letGo) => {
      if (signal.aborted) return letGo();
      signal.addEventListener("abort", () => letGo());
      got();
    });
  void navigator.locks?.request(name, { mode, signal }, held).catch(() => undefined);
}

/** One page of the browser listens for all of them, also while it is hidden; `begin` is called when it is this one's turn. */
export function takeDuty(signal: AbortSignal, begin: () => void): void {
  hold(DUTY, "exclusive", signal, begin);
}

/** Says to the page on duty that this place of the product is looked at. */
export function beSeen(path: string, signal: AbortSignal): void {
  hold(SEEN + path, "shared", signal, () => undefined);
}

/** Whether a page that is looked at is the meeting's own, or the list, where its row says the same. */
export async function isSeen(meeting: string): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  const places = [`${SEEN}/meetings/${meeting}`, `${SEEN}/meetings`];
  return held.some(({ name }) => places.includes(name ?? ""));
}

/** Whether nobody was told of that run on this browser; from now on somebody was. */
export function tellOnce(run: string): boolean {
  try {
    const told = JSON.parse(localStorage.getItem(TOLD) ?? "[]") as string[];
    if (told.includes(run)) return false;
    localStorage.setItem(TOLD, JSON.stringify([run, ...told].slice(0, KEPT)));
  } catch {
    // A browser that keeps nothing: notifications of one run replace each other by their tag.
  }
  return true;
}

export interface Words {
  sentence: string;
  /** Why it did not succeed. */
  reason?: string;
}

/** Shows a notification that opens a page of the product. On a phone only the installed worker may. */
export async function notify(tag: string, path: string, { sentence, reason }: Words, go: (path: string) => void): Promise<void> {
  const options = { tag, body: reason, lang: document.documentElement.lang, dir: "auto" as const, icon: "/icon-192.png", data: { path } };
  const worker = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  if (worker?.active) return worker.showNotification(sentence, options);
  const shown = new Notification(sentence, options);
  shown.onclick = () => {
    window.focus();
    shown.close();
    go(path);
  };
}
