import { inOrder, type Described, type KeptRecording, type Marker, type RecordingStore } from "./kept";
import { lockOf, RECORDING_LOCK, type Locks } from "./locks";
import type { Outbox } from "./outbox";

/**
 * What stands in the way of recording, or has happened to it.
 *
 * Before: `insecure` (no microphone over plain HTTP), `unsupported`, `refused`, `absent`, `busy` (another program has it),
 * `tabRefused`, `tabSilent` (what was shared has no sound), `elsewhere` (another page records), `full` (no room in the browser).
 * While: `switched` (unplugged; another one goes on), `unplugged` (and there is no other: it waits), `tabEnded`, `full`, `broken`.
 */
export type Trouble =
  | "insecure"
  | "unsupported"
  | "refused"
  | "absent"
  | "busy"
  | "tabRefused"
  | "tabSilent"
  | "elsewhere"
  | "switched"
  | "unplugged"
  | "tabEnded"
  | "full"
  | "broken";

/** Raised by what opens microphones. */
export class NoSound extends Error {
  override readonly name = "NoSound";

  constructor(readonly trouble: Trouble) {
    super(trouble);
  }
}

/** The sound of a room, of a tab or of both, and the browser's recorder over it. */
export interface Capture {
  readonly mediaType: string;
  /** Of the microphone that is heard; `null` where none is. */
  readonly microphone: string | null;
  readonly hearsTab: boolean;
  /** Seconds by the sound's own clock: it stands still while the machine sleeps, as the recording does. */
  time: () => number;
  start: () => void;
  pause: () => void;
  resume: () => void;
  /** Ends; every piece has been handed over then. */
  stop: () => Promise<void>;
  /** Hears another microphone, `null` for whichever there is. Raises `NoSound`; then the one before is still heard. */
  hear: (microphone: string | null) => Promise<void>;
  /** Loudness now, 0 (silence) to 1. */
  level: () => number;
}

export interface CaptureEvents {
  /** The next second of sound, in order. */
  piece: (bytes: ArrayBuffer) => void;
  microphoneLost: () => void;
  tabLost: () => void;
  failed: () => void;
}

/** Asks the person for their microphone, and for a tab where that is wanted. Raises `NoSound`. */
export type OpenCapture = (wanted: Wanted, events: CaptureEvents) => Promise<Capture>;

export interface Wanted {
  /** `null`: the system's own choice. */
  microphone: string | null;
  tab: boolean;
}

export type Phase = "idle" | "asking" | "recording" | "paused" | "ending";

export interface RecorderState {
  phase: Phase;
  /** What is being recorded, as it is kept; `null` when nothing is. */
  recording: KeptRecording | null;
  microphone: string | null;
  hearsTab: boolean;
  trouble: Trouble | null;
}

/** As many as the API takes. */
const MOST_MARKERS = 1000;

const IDLE: RecorderState = { phase: "idle", recording: null, microphone: null, hearsTab: false, trouble: null };

export interface NewRecording {
  account: string;
  title: string;
  language: string | null;
  wanted: Wanted;
}

interface Surroundings {
  store: RecordingStore;
  outbox: Outbox;
  locks: Locks;
  open: OpenCapture;
  now?: () => Date;
  newId?: () => string;
}

/**
 * One recording at a time: every second of sound is put into the browser's storage, and the outbox sends it from there.
 *
 * Nothing but the last second is ever only in memory. Whatever goes wrong, what was recorded before stays and is sent.
 */
export class Recorder {
  #state: RecorderState = IDLE;
  #capture: Capture | null = null;
  #release: (() => void) | null = null;
  #writing: Promise<void> = Promise.resolve();
  /** Seconds recorded before the last pause, and the sound's time when it went on. */
  #before = 0;
  #since: number | null = null;
  readonly #listeners = new Set<() => void>();

  constructor(private readonly around: Surroundings) {}

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get state(): RecorderState {
    return this.#state;
  }

  /** Seconds recorded. */
  get elapsed(): number {
    return this.#before + (this.#since === null || !this.#capture ? 0 : Math.max(0, this.#capture.time() - this.#since));
  }

  get level(): number {
    return this.#state.phase === "recording" ? (this.#capture?.level() ?? 0) : 0;
  }

  async begin({ account, title, language, wanted }: NewRecording): Promise<void> {
    if (this.#state.phase !== "idle") return;
    this.#become({ ...IDLE, phase: "asking" });
    const release = await this.around.locks.take(RECORDING_LOCK);
    if (release === null) return this.#become({ ...IDLE, trouble: "elsewhere" });
    this.#release = release;
    try {
      const capture = await this.around.open(wanted, {
        piece: (bytes) => this.#keep(bytes),
        microphoneLost: () => void this.#goOnWithout(),
        tabLost: () => this.#become({ ...this.#state, hearsTab: false, trouble: "tabEnded" }),
        failed: () => void this.#stopFor("broken"),
      });
      const recording: KeptRecording = {
        id: (this.around.newId ?? (() => crypto.randomUUID()))(),
        account,
        title,
        language,
        startedAt: (this.around.now ?? (() => new Date()))().toISOString(),
        mediaType: capture.mediaType,
        seconds: 0,
        bytes: 0,
        ended: false,
        remote: null,
        received: false,
        notes: "",
        markers: [],
      };
      this.#capture = capture;
      const letGo = await this.around.locks.take(lockOf(recording.id));
      await this.around.store.create(recording);
      this.around.outbox.follow(recording, letGo ?? (() => undefined));
      this.#before = 0;
      this.#since = capture.time();
      capture.start();
      this.#become({ phase: "recording", recording, microphone: capture.microphone, hearsTab: capture.hearsTab, trouble: null });
    } catch (error) {
      await this.#capture?.stop().catch(() => undefined);
      this.#leave(error instanceof NoSound ? error.trouble : "full");
    }
  }

  pause(): void {
    if (this.#state.phase !== "recording") return;
    this.#halt();
    this.#become({ ...this.#state, phase: "paused" });
  }

  async resume(): Promise<void> {
    const capture = this.#capture;
    if (this.#state.phase !== "paused" || !capture) return;
    // Where the microphone went away and nobody chose another, whichever there is now. Silence is not recorded.
    if (capture.microphone === null && !(await this.hear(null)) && !this.#state.hearsTab) return;
    this.#since = capture.time();
    capture.resume();
    this.#become({ ...this.#state, phase: "recording", trouble: null });
  }

  /** Hears another microphone; tells whether that went. */
  async hear(microphone: string | null): Promise<boolean> {
    try {
      await this.#capture?.hear(microphone);
      this.#become({ ...this.#state, microphone: this.#capture?.microphone ?? null, trouble: null });
      return true;
    } catch (error) {
      this.#become({ ...this.#state, trouble: error instanceof NoSound ? error.trouble : "broken" });
      return false;
    }
  }

  /** Marks this moment; the word may come later. */
  mark(word = ""): Marker | null {
    const { recording } = this.#state;
    if (!recording || recording.markers.length >= MOST_MARKERS) return null;
    const marker = { at: Math.round(this.elapsed * 10) / 10, word };
    this.describe({ markers: inOrder([...recording.markers, marker]) });
    return marker;
  }

  /** Says more of the recording, for as long as it is made. */
  describe(change: Partial<Described>): void {
    const { recording } = this.#state;
    if (!recording) return;
    this.#become({ ...this.#state, recording: { ...recording, ...change } });
    this.#write(() => this.around.store.change(recording.id, change));
  }

  /** Ends the recording; it goes on its way. */
  end(): Promise<void> {
    return this.#finish(null);
  }

  /** Ends it for good: nothing is kept. */
  discard(): Promise<void> {
    return this.#finish(null, { keep: false });
  }

  /** What was wrong has been read. */
  forgive(): void {
    this.#become({ ...this.#state, trouble: null });
  }

  #keep(bytes: ArrayBuffer): void {
    const { recording } = this.#state;
    if (!recording || bytes.byteLength === 0) return;
    const seconds = this.elapsed;
    this.#write(async () => {
      try {
        await this.around.store.append(recording.id, bytes, seconds);
      } catch (error) {
        // A gap would spoil all that follows: what is here is all.
        void this.#stopFor("full");
        throw error;
      }
    });
  }

  /** One after the other; what failed has been told already. */
  #write(task: () => Promise<void>): void {
    this.#writing = this.#writing.then(task).catch(() => undefined);
  }

  async #goOnWithout(): Promise<void> {
    if (this.#state.phase !== "recording" && this.#state.phase !== "paused") return;
    const before = this.#state.microphone;
    try {
      await this.#capture?.hear(null);
      this.#become({ ...this.#state, microphone: this.#capture?.microphone ?? null, trouble: "switched" });
    } catch {
      // A tab that is still heard is worth more than silence.
      if (this.#state.phase === "recording" && !this.#state.hearsTab) {
        this.#halt();
        this.#become({ ...this.#state, phase: "paused" });
      }
      this.#become({ ...this.#state, microphone: before, trouble: "unplugged" });
    }
  }

  #halt(): void {
    this.#before = this.elapsed;
    this.#since = null;
    this.#capture?.pause();
  }

  async #stopFor(trouble: Trouble): Promise<void> {
    await this.#finish(trouble);
  }

  async #finish(trouble: Trouble | null, { keep } = { keep: true }): Promise<void> {
    const { phase, recording } = this.#state;
    if (!recording || (phase !== "recording" && phase !== "paused")) return;
    this.#before = this.elapsed;
    this.#since = null;
    this.#become({ ...this.#state, phase: "ending" });
    await this.#capture?.stop().catch(() => undefined);
    await this.#writing;
    const kept = await this.around.store.find(recording.id).catch(() => undefined);
    // What is not kept is never ended: the outbox would make a meeting of it meanwhile.
    if (!keep || kept?.bytes === 0) await this.around.outbox.discard(recording.id).catch(() => undefined);
    else {
      await this.around.store.change(recording.id, { ended: true }).catch(() => undefined);
      await this.around.outbox.refresh(recording.id).catch(() => undefined);
    }
    this.#leave(trouble);
  }

  #leave(trouble: Trouble | null): void {
    this.#capture = null;
    this.#release?.();
    this.#release = null;
    this.#become({ ...IDLE, trouble });
  }

  #become(state: RecorderState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
