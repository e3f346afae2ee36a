import { mayPass, Problem } from "@/api/problem";
import type { Exclusively } from "@/api/session-keeper";
import type { Transcript } from "@/api/types";

import { isText, type Change, type EditStore, type KeptEdit } from "./kept";

/** What the API made of an edit; `uncut` where its text is kept, but the place to cut it at is another by now. */
export interface Sent {
  transcript: Transcript;
  uncut?: boolean;
}

/** What happens to edits, for whoever shows it. */
export interface EditNews {
  /** The API has it; resolves once the page shows what it made of it. `here`: it was made on this page. */
  sent: (edit: KeptEdit, sent: Sent, here: boolean) => Promise<void>;
  /** It was let go: nothing that was typed is lost by it. */
  dropped: (edit: KeptEdit, error: unknown) => void;
  /** Somebody else's change showed in an answer, or another page of this browser sent something. */
  outdated: (meeting: string) => Promise<void>;
}

export type SentHearer = (edit: KeptEdit, sent: Sent) => void;

/** Pages of this browser tell each other that something was kept, sent or let go. */
export interface Neighbours {
  tell: (meeting: string) => void;
  listen: (heard: (meeting: string) => void) => () => void;
}

export interface OutboxState {
  edits: readonly KeptEdit[];
  /** The API was not reached at the last try. */
  cut: boolean;
  /** Ids of those that are not in the browser's storage yet: a page that is closed now would lose them. */
  afloat: ReadonlySet<string>;
}

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Edits of one person on their way to the API: in the browser's storage first, then sent one after the other.
 *
 * All pages of a browser share what is kept; one of them sends at a time. An edit that clashes waits for its writer, and
 * lets those of other utterances pass.
 */
export class EditOutbox {
  #state: OutboxState = { edits: [], cut: false, afloat: new Set() };
  #running: Promise<void> | null = null;
  #again = false;
  #closed = true;
  #pause = FIRST_PAUSE_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last = 0;
  /** Made on this page. */
  readonly #here = new Set<string>();
  /** Could not be written to the browser's storage: they live as long as the page. */
  readonly #afloat = new Set<string>();
  /** Let go of here, while the storage may still name it. */
  readonly #gone = new Set<string>();
  readonly #listeners = new Set<() => void>();
  readonly #hearers = new Set<SentHearer>();
  #news: EditNews = { sent: async () => undefined, dropped: () => undefined, outdated: async () => undefined };
  #leave: () => void = () => undefined;

  constructor(
    private readonly account: string,
    private readonly store: EditStore,
    private readonly send: (edit: KeptEdit) => Promise<Sent>,
    private readonly exclusively: Exclusively,
    private readonly neighbours: Neighbours,
  ) {}

  get state(): OutboxState {
    return this.#state;
  }

  /** How many are on their way, and how many wait for their writer. */
  get waiting(): { moving: number; held: number } {
    const moving = this.#state.edits.filter(({ state }) => state === "waiting").length;
    return { moving, held: this.#state.edits.length - moving };
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Whom to tell what becomes of edits. */
  tellTo(news: EditNews): void {
    this.#news = news;
  }

  /** Calls with what was made on this page and is kept by the API now. */
  onSent(hear: SentHearer): () => void {
    this.#hearers.add(hear);
    return () => void this.#hearers.delete(hear);
  }

  /** Takes up what earlier pages left. What another person left in this browser is neither shown nor sent, and goes. */
  async open(): Promise<void> {
    this.#closed = false;
    this.#leave = this.neighbours.listen((meeting) => void this.#heard(meeting));
    await this.store.clearOthers(this.account).catch(() => undefined);
    await this.#reload();
    this.stir();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#leave();
  }

  /** Keeps a change and sends it. Also of a page that closes: it goes to the storage then. */
  add(meeting: string, utterance: string, seen: string, change: Change): void {
    // Pressed again before the page shows what it did: it is the same wish.
    const same = (one: KeptEdit) => one.meeting === meeting && one.utterance === utterance && JSON.stringify(one.change) === JSON.stringify(change);
    if (this.#state.edits.some((one) => one.state === "waiting" && !isText(one) && same(one))) return;
    this.#last = Math.max(Date.now(), this.#last + 1);
    const id = `${this.#last.toString(36)}-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
    const edit: KeptEdit = {
      id, account: this.account, meeting, utterance, seen, change, at: this.#last, state: "waiting", present: null, reason: null,
    };
    this.#here.add(id);
    void this.#put(edit).then(() => this.stir());
  }

  /** Answers a clash or a refusal: with the text that is to stand there, or with none: what is there stays. */
  async resolve(id: string, text: string | null): Promise<void> {
    const edit = this.#state.edits.find((one) => one.id === id);
    if (!edit) return;
    this.#here.add(id);
    if (text === null) await this.#drop(edit);
    else {
      const seen = edit.state === "clash" && edit.present !== null ? edit.present : edit.seen;
      await this.#put({ ...edit, seen, change: { kind: "write", text, confirmed: false, word: null }, state: "waiting", present: null, reason: null });
    }
    this.neighbours.tell(edit.meeting);
    this.stir();
  }

  /** Sends what was refused as it is: what stood in its way may be gone. */
  async again(id: string): Promise<void> {
    const edit = this.#state.edits.find((one) => one.id === id);
    if (!edit) return;
    this.#here.add(id);
    await this.#put({ ...edit, state: "waiting", reason: null });
    this.neighbours.tell(edit.meeting);
    this.stir();
  }

  /** Puts back what was let go of by `resolve`. */
  async restore(edit: KeptEdit): Promise<void> {
    await this.#put(edit);
    this.neighbours.tell(edit.meeting);
  }

  /** Tries again, now: the network came back, or something was added. */
  stir(): void {
    clearTimeout(this.#timer);
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = this.#drain()
      .catch(() => undefined)
      .finally(() => {
        this.#running = null;
        if (!this.#again) return;
        this.#again = false;
        this.stir();
      });
  }

  /** Resolves once nothing of that meeting is on its way. */
  settled(meeting: string): Promise<void> {
    const busy = () => this.#state.edits.some((edit) => edit.meeting === meeting && edit.state === "waiting");
    if (!busy()) return Promise.resolve();
    return new Promise((resolve) => {
      const stop = this.subscribe(() => {
        if (busy()) return;
        stop();
        resolve();
      });
    });
  }

  /** One page of the browser after the other; each sends whatever is kept by then. */
  #drain(): Promise<void> {
    if (this.#closed || !this.#next()) return Promise.resolve();
    return this.exclusively(async () => {
      await this.#reload();
      for (let edit = this.#next(); edit && !this.#closed; edit = this.#next()) if (!(await this.#deliver(edit))) return;
    });
  }

  /** The oldest that may be sent: not behind a text of the same utterance that waits for its writer. */
  #next(): KeptEdit | undefined {
    const held = new Set(this.#state.edits.flatMap((edit) => (edit.state === "waiting" || !isText(edit) ? [] : [edit.utterance])));
    return this.#state.edits.find(({ state, utterance }) => state === "waiting" && !held.has(utterance));
  }

  /** Sends one; tells whether the next may follow at once. */
  async #deliver(edit: KeptEdit): Promise<boolean> {
    let sent: Sent;
    try {
      sent = await this.send(edit);
    } catch (error) {
      return this.#failed(edit, error);
    }
    this.#pause = FIRST_PAUSE_MS;
    this.#become(this.#state.edits, false);
    const here = this.#here.has(edit.id);
    if (here) for (const hear of this.#hearers) hear(edit, sent);
    await this.#news.sent(edit, sent, here);
    await this.#drop(edit);
    this.neighbours.tell(edit.meeting);
    return true;
  }

  async #failed(edit: KeptEdit, error: unknown): Promise<boolean> {
    if (mayPass(error)) {
      this.#become(this.#state.edits, true);
      if (!this.#closed) this.#timer = setTimeout(() => this.stir(), this.#pause);
      this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
      return false;
    }
    void this.#news.outdated(edit.meeting);
    if (edit.change.kind === "confirm") {
      this.#news.dropped(edit, error);
      await this.#drop(edit);
      return true;
    }
    const reason = error instanceof Error ? error.message : null;
    if (!isText(edit)) {
      await this.#put({ ...edit, state: "refused", reason });
      this.neighbours.tell(edit.meeting);
      return true;
    }
    const clash = error instanceof Problem && error.code === "utterance_changed";
    const present = clash && typeof error.details.text === "string" ? error.details.text : null;
    // What was written on top of it meanwhile is what its writer wants to stand there.
    const later = this.#state.edits.filter((one) => one.utterance === edit.utterance && one.state === "waiting" && one.id !== edit.id && isText(one));
    const text = later.findLast(({ change }) => change.kind === "write")?.change ?? edit.change;
    for (const one of later) await this.#drop(one);
    await this.#put({ ...edit, change: text, state: clash ? "clash" : "refused", present, reason });
    this.neighbours.tell(edit.meeting);
    return true;
  }

  async #heard(meeting: string): Promise<void> {
    // The new text first, so that nobody sees the old one in between.
    await this.#news.outdated(meeting).catch(() => undefined);
    await this.#reload();
    this.stir();
  }

  async #reload(): Promise<void> {
    const kept = await this.store.all(this.account).catch(() => null);
    if (kept === null) return;
    const afloat = this.#state.edits.filter(({ id }) => this.#afloat.has(id));
    this.#become([...kept.filter(({ id }) => !this.#afloat.has(id) && !this.#gone.has(id)), ...afloat]);
  }

  async #put(edit: KeptEdit): Promise<void> {
    // Being written to the storage; until then a reload does not know it.
    this.#afloat.add(edit.id);
    this.#gone.delete(edit.id);
    this.#become([...this.#state.edits.filter(({ id }) => id !== edit.id), edit]);
    await this.store.put(edit).then(
      () => {
        this.#afloat.delete(edit.id);
        this.#become(this.#state.edits);
      },
      () => undefined, // it stays with the page
    );
  }

  async #drop(edit: KeptEdit): Promise<void> {
    this.#afloat.delete(edit.id);
    this.#gone.add(edit.id);
    this.#become(this.#state.edits.filter(({ id }) => id !== edit.id));
    await this.store.remove(edit.id).catch(() => undefined);
  }

  #become(edits: readonly KeptEdit[], cut = this.#state.cut): void {
    this.#state = { edits: [...edits].sort((a, b) => a.at - b.at), cut: cut && edits.length > 0, afloat: new Set(this.#afloat) };
    for (const listener of this.#listeners) listener();
  }
}
