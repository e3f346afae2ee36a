import type { UploadUnderWay } from "@/api/types";
import { isRecorded, recordedMark } from "@/features/uploads/mark";

import type { Line } from "./api/line";
import { fileNameOf, type KeptRecording, type RecordingStore } from "./kept";
import { lockOf, type Locks } from "./locks";
import { Bell, sendGrowing } from "./sending";

/**
 * `live`: being made by this page. `sending`: made, on its way. `refused`: the API said no. `interrupted`: its page was closed
 * before somebody ended it. `elsewhere`: another page of this browser makes or sends it. `received`: it is a meeting.
 */
export type EntryStatus = "live" | "sending" | "refused" | "interrupted" | "elsewhere" | "received";

/** A recording that this browser made and that is not only a meeting yet, or became one on this page. */
export interface Entry {
  recording: KeptRecording;
  status: EntryStatus;
  /** Bytes that are safe at the API. */
  sent: number;
  /** Why it does not get through now, or what the API said. */
  error: unknown;
}

interface Work {
  bell: Bell;
  abort: AbortController;
  letGo: () => void;
}

/** Recordings of this browser on their way to the API; it lives as long as the page, whichever screen is shown. */
export class Outbox {
  #entries: readonly Entry[] = [];
  #underWay: readonly UploadUnderWay[] = [];
  #away: readonly UploadUnderWay[] = [];
  #looking: Promise<void> = Promise.resolve();
  /** Recordings of this browser that are no more. */
  readonly #over = new Set<string>();
  readonly #work = new Map<string, Work>();
  readonly #listeners = new Set<() => void>();

  constructor(
    private readonly store: RecordingStore,
    private readonly line: Line,
    private readonly locks: Locks,
    private readonly received: (meetingId: string) => void = () => undefined,
  ) {}

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** Recordings begun in another browser, of which only what arrived is in reach. */
  get away(): readonly UploadUnderWay[] {
    return this.#away;
  }

  /** Whether closing the page would delay something. Nothing is lost by it. */
  get busy(): boolean {
    return this.#entries.some(({ status }) => status === "live" || status === "sending");
  }

  /** Recordings that were made and are not at the API whole: on their way, or to be asked about. */
  get waiting(): { moving: number; held: number } {
    const count = (...wanted: EntryStatus[]) => this.#entries.filter(({ status }) => wanted.includes(status)).length;
    return { moving: count("sending", "elsewhere"), held: count("interrupted", "refused") };
  }

  /** Looks for a person's recordings. What somebody ended goes on its way by itself; what was interrupted waits to be asked about. */
  look(account: string): Promise<void> {
    // One after the other: two looks at once would take each other for another page.
    this.#looking = this.#looking.catch(() => undefined).then(() => this.#look(account));
    return this.#looking;
  }

  async #look(account: string): Promise<void> {
    const kept = await this.store.all(account);
    for (const recording of kept) {
      if (this.#work.has(recording.id) || this.#find(recording.id)?.status === "refused") continue;
      const letGo = await this.locks.take(lockOf(recording.id));
      if (letGo === null) this.#put({ recording, status: "elsewhere", sent: 0, error: null });
      else if (recording.ended) this.#start(recording, "sending", letGo);
      else {
        letGo();
        this.#put({ recording, status: "interrupted", sent: 0, error: null });
      }
    }
    const there = new Set(kept.map(({ id }) => id));
    // What another page has sent or discarded, or another person's.
    this.#become(this.#entries.filter(({ recording, status }) => there.has(recording.id) || (status === "received" && recording.account === account)));
  }

  /** Looks for what other browsers began, too. */
  async lookAway(): Promise<void> {
    await this.#looking.catch(() => undefined); // what is this browser's own is not another's
    this.#underWay = (await this.line.underWay()).filter((upload) => isRecorded(upload) && upload.received > 0);
    this.#tell();
  }

  /** Sends a recording while it is made. The lock is its maker's. */
  follow(recording: KeptRecording, letGo: () => void): void {
    this.#start(recording, "live", letGo);
  }

  /** The recording in the store has changed: it has ended, or something new is said of it. */
  async refresh(id: string): Promise<void> {
    const recording = await this.store.find(id);
    const entry = this.#find(id);
    if (!recording || !entry) return;
    this.#put({ ...entry, recording, status: entry.status === "live" && recording.ended ? "sending" : entry.status });
    if (recording.ended) this.#work.get(id)?.bell.ring();
  }

  /** Sends what is here as all there is. */
  async send(id: string): Promise<void> {
    if (this.#work.has(id)) return;
    const letGo = await this.locks.take(lockOf(id));
    if (letGo === null) return this.#note(id, { status: "elsewhere" });
    await this.store.change(id, { ended: true });
    const recording = await this.store.find(id);
    if (recording) this.#start(recording, "sending", letGo);
    else letGo();
  }

  /** The network is back. */
  stir(): void {
    for (const { bell } of this.#work.values()) bell.ring();
  }

  /** The sound as a file of its own. */
  async file(id: string): Promise<File> {
    const recording = await this.store.find(id);
    if (!recording) throw new Error("the recording was discarded");
    const type = recording.mediaType.split(";")[0] ?? "";
    const sound: Uint8Array<ArrayBuffer>[] = [];
    for (let from = 0; from < recording.bytes; ) {
      const bytes = await this.store.read(id, from, 16 * 1024 * 1024);
      if (bytes.length === 0) break;
      sound.push(bytes);
      from += bytes.length;
    }
    return new File(sound, fileNameOf(recording), { type });
  }

  /** Deletes a recording here, and what came of it at the API. */
  async discard(id: string): Promise<void> {
    const remote = (await this.store.find(id))?.remote ?? null;
    this.#work.get(id)?.abort.abort();
    await this.store.remove(id);
    this.#over.add(recordedMark(id));
    this.#become(this.#entries.filter(({ recording }) => recording.id !== id));
    // Where this fails, the API deletes it when its time is over.
    if (remote !== null) await this.line.giveUp(remote).catch(() => undefined);
  }

  /** Takes what was received off the list. */
  dismiss(id: string): void {
    this.#become(this.#entries.filter(({ recording, status }) => recording.id !== id || status !== "received"));
  }

  /** Ends a recording of another browser with what arrived of it. */
  async endAway({ id, received }: UploadUnderWay): Promise<void> {
    await this.line.bring(id, received, new Uint8Array(), received, new AbortController().signal);
    this.#leaveAway(id);
    this.received(id);
  }

  async giveUpAway({ id }: UploadUnderWay): Promise<void> {
    await this.line.giveUp(id);
    this.#leaveAway(id);
  }

  #leaveAway(id: string): void {
    this.#underWay = this.#underWay.filter((upload) => upload.id !== id);
    this.#tell();
  }

  #start(recording: KeptRecording, status: "live" | "sending", letGo: () => void): void {
    const work: Work = { bell: new Bell(), abort: new AbortController(), letGo };
    this.#work.set(recording.id, work);
    this.#put({ recording, status, sent: 0, error: null });
    void this.#run(recording.id, work);
  }

  async #run(id: string, { bell, abort, letGo }: Work): Promise<void> {
    try {
      const tell = {
        sent: (sent: number, recording: KeptRecording) => this.#note(id, { sent, recording, error: null }),
        trying: (error: unknown) => this.#note(id, { error }),
      };
      const meeting = await sendGrowing(id, this.store, this.line, bell, tell, abort.signal);
      if (meeting !== null) {
        const last = await this.store.find(id);
        this.#note(id, { status: "received", error: null, ...(last ? { recording: last, sent: last.bytes } : {}) });
        await this.store.remove(id);
        this.#over.add(recordedMark(id));
        this.received(meeting);
      }
    } catch (error) {
      if (!abort.signal.aborted) this.#note(id, { status: "refused", error });
    } finally {
      this.#work.delete(id);
      letGo();
    }
  }

  #find(id: string): Entry | undefined {
    return this.#entries.find(({ recording }) => recording.id === id);
  }

  #note(id: string, change: Partial<Entry>): void {
    const entry = this.#find(id);
    if (entry) this.#put({ ...entry, ...change });
  }

  #put(entry: Entry): void {
    const there = this.#find(entry.recording.id);
    this.#become(there ? this.#entries.map((one) => (one === there ? entry : one)) : [...this.#entries, entry]);
  }

  #become(entries: readonly Entry[]): void {
    this.#entries = entries;
    this.#tell();
  }

  #tell(): void {
    const mine = new Set(this.#entries.map(({ recording }) => recordedMark(recording.id)));
    this.#away = this.#underWay.filter(({ mark }) => mark !== null && !mine.has(mark) && !this.#over.has(mark));
    for (const listener of this.#listeners) listener();
  }
}
