/** Words typed into minutes that the API has not taken yet. */
export interface Draft {
  text: string;
  /** What stood there when they were typed. */
  base: string;
  /** The section that it was typed in; `null` for the title. */
  section: string | null;
}

const STORE = "scribe minutes";

/**
 * What was typed and is not kept yet, by field: it outlives the page and a reload of the tab, so that a refusal, a lost network or a
 * closed lid costs no word.
 */
export class Drafts {
  #drafts: ReadonlyMap<string, Draft>;
  readonly #listeners = new Set<() => void>();

  constructor(private readonly store: Pick<Storage, "getItem" | "setItem">) {
    this.#drafts = read(store);
  }

  get all(): ReadonlyMap<string, Draft> {
    return this.#drafts;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  put(field: string, draft: Draft): void {
    this.#change(new Map(this.#drafts).set(field, draft));
  }

  drop(field: string): void {
    if (!this.#drafts.has(field)) return;
    const left = new Map(this.#drafts);
    left.delete(field);
    this.#change(left);
  }

  #change(drafts: ReadonlyMap<string, Draft>): void {
    this.#drafts = drafts;
    try {
      this.store.setItem(STORE, JSON.stringify([...drafts]));
    } catch {
      // A browser without room or with its stores closed: what is typed stays in the page.
    }
    for (const listener of this.#listeners) listener();
  }
}

function read(store: Pick<Storage, "getItem">): ReadonlyMap<string, Draft> {
  try {
    const found: unknown = JSON.parse(store.getItem(STORE) ?? "[]");
    return new Map((Array.isArray(found) ? found : []) as [string, Draft][]);
  } catch {
    return new Map();
  }
}

const nowhere = { getItem: () => null, setItem: () => undefined };

function ofTheTab(): Pick<Storage, "getItem" | "setItem"> {
  try {
    return typeof window === "undefined" ? nowhere : window.sessionStorage;
  } catch {
    return nowhere;
  }
}

export const drafts = new Drafts(ofTheTab());

/** The name of a field of a meeting's minutes: an item by its id, `title`, or a section's new item. */
export function fieldOf(meetingId: string, what: string): string {
  return `${meetingId}/${what}`;
}

/** Fields of a meeting whose item is not in its minutes any more. */
export function left(all: ReadonlyMap<string, Draft>, meetingId: string, there: ReadonlySet<string>): [string, Draft][] {
  const prefix = `${meetingId}/`;
  return [...all].filter(([field, { text }]) => field.startsWith(prefix) && /^[0-9a-f]{32}$/.test(field.slice(prefix.length)) && !there.has(field.slice(prefix.length)) && text.trim() !== "");
}
