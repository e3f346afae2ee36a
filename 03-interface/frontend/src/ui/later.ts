import { useEffect, useSyncExternalStore } from "react";

/** What tells that somebody is at the page. */
const SIGNS = ["pointermove", "pointerdown", "keydown", "wheel"] as const;

const LONGEST_WAIT_MS = 2_000;

const NEXT_TRY_MS = 5_000;

/**
 * Code that a page works without until it is wanted.
 *
 * It comes when it is asked for, or in passing: once somebody is at the page and the page has nothing else to do. Then it is there
 * before it is wanted, also where the network goes away meanwhile.
 */
export class Later<T> {
  #here: T | null = null;
  #coming: Promise<T> | null = null;
  readonly #listeners = new Set<() => void>();

  constructor(private readonly load: () => Promise<T>) {
    if (typeof window === "undefined") return;
    expected.add(this);
    if (isThere) void bring();
  }

  /** `null` until it has come. */
  get here(): T | null {
    return this.#here;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Without a network this fails, and the next call asks anew. */
  come(): Promise<T> {
    this.#coming ??= this.load().then(
      (found) => {
        this.#here = found;
        for (const listener of this.#listeners) listener();
        return found;
      },
      (error: unknown) => {
        this.#coming = null;
        throw error;
      },
    );
    return this.#coming;
  }
}

/** The code once it has come, however that was; `null` before. Where it is wanted it is asked for, again while there is no network. */
export function useLater<T>(code: Later<T>, wanted: boolean): T | null {
  useEffect(() => {
    if (!wanted) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const ask = () =>
      void code.come().catch(() => {
        if (!over) timer = setTimeout(ask, NEXT_TRY_MS);
      });
    ask();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [code, wanted]);
  return useSyncExternalStore(
    code.subscribe,
    () => code.here,
    () => null,
  );
}

/** Whether somebody is at the page: before, nothing can be asked of it. */
export function useSomebody(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => isThere,
    () => false,
  );
}

const expected = new Set<Later<unknown>>();
const listeners = new Set<() => void>();
let isThere = false;
let isBringing = false;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

if (typeof window !== "undefined") for (const sign of SIGNS) window.addEventListener(sign, notice, { capture: true, passive: true });

function notice(): void {
  isThere = true;
  for (const sign of SIGNS) window.removeEventListener(sign, notice, { capture: true });
  for (const listener of listeners) listener();
  void bring();
}

/** One after the other: what is wanted meanwhile does not stand in a line behind all of it. */
async function bring(): Promise<void> {
  if (isBringing) return;
  isBringing = true;
  for (const code of expected) {
    await rest();
    await code.come().catch(() => undefined); // whoever wants it asks again
  }
  expected.clear();
  isBringing = false;
}

function rest(): Promise<void> {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in window) requestIdleCallback(() => resolve(), { timeout: LONGEST_WAIT_MS });
    else setTimeout(resolve, LONGEST_WAIT_MS / 10);
  });
}
