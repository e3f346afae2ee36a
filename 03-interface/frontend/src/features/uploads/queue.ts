import { mayPass, UploadGone } from "@/api/problem";
import type { Meeting, UploadUnderWay } from "@/api/types";

import { isRecorded, markOf } from "./mark";

/** What a person may say about a recording before it is worked on. */
export interface RecordingDetails {
  title?: string;
  /** ISO 8601. */
  heldAt?: string;
  /** ISO 639-1. */
  language?: string;
  speakers?: number;
  speakersMost?: number;
  participants?: string[];
  /** Names and terms that may be said. */
  glossary?: string[];
}

/** `interrupted`: begun before this page was loaded; it goes on once its file is chosen again. */
export type UploadStatus = "waiting" | "sending" | "paused" | "interrupted" | "received" | "failed" | "cancelled";

export interface Upload {
  id: number;
  /** `null` until an interrupted one's file is chosen again: a page cannot open it by itself. */
  file: File | null;
  mark: string | null;
  title: string;
  size: number;
  details: RecordingDetails;
  status: UploadStatus;
  sent: number;
  /** Bytes a second over the last seconds; `null` until there is something to say. */
  rate: number | null;
  /** The connection broke and is being tried again. */
  trying: boolean;
  error: unknown;
  /** The upload's name at the API; `null` until it has begun there. */
  remote: string | null;
  meeting: Meeting | null;
}

/** A recording to be sent, from the first byte or from where `remote` is, and whom to tell how it goes. */
export interface Order {
  file: File;
  details: RecordingDetails;
  remote: string | null;
  begun: (remote: string) => void;
  sent: (bytes: number) => void;
  trying: () => void;
}

export interface Courier {
  /** Sends one recording, over broken connections; stops where it is when the signal says so. */
  send: (order: Order, signal: AbortSignal) => Promise<Meeting>;
  /** Has what came of an upload deleted. */
  stop: (remote: string) => Promise<void>;
}

/** Has a file of its own in the browser's storage until the API has it or refused it: it outlives the page. */
export interface Keeper {
  /** Somebody wants it sent: from its first byte, or as the rest of what `remote` is. */
  taken: (details: RecordingDetails, remote: string | null) => void;
  begun: (remote: string) => void;
  /** It is received, refused or not wanted any more. */
  ended: () => void;
  /** This queue is over, and what it did not end is left to the next. */
  left: () => void;
}

const TOGETHER = 2;
const RATE_WINDOW_MS = 4_000;
const ENDED: ReadonlySet<UploadStatus> = new Set(["received", "cancelled"]);

/** Recordings on their way to the API, two at a time; it lives as long as the page, whichever screen is shown. */
export class UploadQueue {
  #uploads: readonly Upload[] = [];
  #next = 1;
  readonly #running = new Map<number, AbortController>();
  readonly #samples = new Map<number, { at: number; sent: number }[]>();
  readonly #listeners = new Set<() => void>();
  readonly #keepers = new WeakMap<File, Keeper>();

  constructor(
    private readonly courier: Courier,
    private readonly received: (meeting: Meeting) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get uploads(): readonly Upload[] {
    return this.#uploads;
  }

  /** Whether closing the page would stop something. */
  get busy(): boolean {
    return this.#uploads.some(({ status }) => status === "waiting" || status === "sending");
  }

  /** Files that the API has not whole: on their way, or to be gone on with. `kept`: those that outlive the page, or those that do not. */
  waiting(kept: boolean): { moving: number; held: number } {
    const here = this.#uploads.filter(({ file }) => file !== null && this.isKept(file) === kept);
    const held = here.filter(({ status, error }) => status === "paused" || (status === "failed" && mayPass(error)));
    return { moving: here.filter(({ status }) => status === "waiting" || status === "sending").length, held: held.length };
  }

  /** Who keeps a file that may be sent. */
  keep(file: File, keeper: Keeper): void {
    this.#keepers.set(file, keeper);
  }

  isKept(file: File): boolean {
    return this.#keepers.has(file);
  }

  /** Stops; what is kept is left to the next queue, as it stands. */
  close(): void {
    for (const controller of this.#running.values()) controller.abort();
    for (const { file } of this.#uploads) if (file) this.#keepers.get(file)?.left();
  }

  add(recordings: readonly { file: File; details: RecordingDetails }[]): void {
    for (const { file, details } of recordings) this.#keepers.get(file)?.taken(details, null);
    const added = recordings.map(({ file, details }) => ({
      ...this.#blank(details.title ?? file.name, file.size, markOf(file)),
      file,
      details,
    }));
    this.#become([...this.#uploads, ...added]);
    this.#advance();
  }

  /** Shows what was begun before: by this page before it was loaded anew, or on another device. */
  restore(underWay: readonly UploadUnderWay[]): void {
    const known = new Set(this.#uploads.map(({ remote }) => remote));
    const found = underWay
      .filter((one) => !known.has(one.id) && !isRecorded(one))
      .map((one): Upload => ({
        ...this.#blank(one.title, one.bytes ?? one.received, one.mark ?? null),
        status: "interrupted",
        sent: one.received,
        remote: one.id,
      }));
    if (found.length > 0) this.#become([...found, ...this.#uploads]);
  }

  /** Goes on with an interrupted upload whose file this is; tells whether there is one. */
  goOn(file: File): boolean {
    const mark = markOf(file);
    const found = this.#uploads.find((upload) => upload.status === "interrupted" && upload.mark === mark && upload.size === file.size);
    if (found) this.#take(found.id, file, found.details, found.remote);
    return found !== undefined;
  }

  /** Goes on with what a page before this one did not end: where `remote` is, if it was begun. */
  carryOn(file: File, details: RecordingDetails, remote: string | null): void {
    const mark = markOf(file);
    // Begun at the API, and the page gone before it wrote that down: it is known by its mark.
    const shown = this.#uploads.find((upload) => upload.status === "interrupted" && (remote === null ? upload.mark === mark : upload.remote === remote));
    const upload = shown ?? { ...this.#blank(details.title ?? file.name, file.size, mark), remote };
    if (!shown) this.#become([...this.#uploads, upload]);
    this.#take(upload.id, file, details, upload.remote);
  }

  #take(id: number, file: File, details: RecordingDetails, remote: string | null): void {
    this.#keepers.get(file)?.taken(details, remote);
    this.#change(id, { file, details, status: "waiting", error: null });
    this.#advance();
  }

  pause(id: number): void {
    this.#change(id, { status: "paused", rate: null, trying: false });
    this.#running.get(id)?.abort();
  }

  cancel(id: number): void {
    const { remote = null, file = null } = this.#uploads.find((upload) => upload.id === id) ?? {};
    if (file) this.#keepers.get(file)?.ended();
    this.#change(id, { status: "cancelled", rate: null });
    this.#running.get(id)?.abort();
    // Where this fails, the API deletes it when its time is over.
    if (remote !== null) void this.courier.stop(remote).catch(() => undefined);
  }

  /** Goes on with a paused or failed one where it was. */
  retry(id: number): void {
    const gone = this.#uploads.some((upload) => upload.id === id && upload.error instanceof UploadGone);
    this.#change(id, { status: "waiting", rate: null, error: null, ...(gone ? { remote: null, sent: 0 } : {}) });
    this.#advance();
  }

  /** The network is back: goes on with what failed for want of it. */
  retryLost(isLost: (error: unknown) => boolean): void {
    for (const { id, status, error } of this.#uploads) if (status === "failed" && isLost(error)) this.retry(id);
  }

  /** Takes a finished one off the list. */
  dismiss(id: number): void {
    const upload = this.#uploads.find((one) => one.id === id);
    if (upload && !ENDED.has(upload.status)) this.cancel(id);
    this.#become(this.#uploads.filter((one) => one.id !== id));
  }

  #blank(title: string, size: number, mark: string | null): Upload {
    return {
      id: this.#next++,
      file: null,
      mark,
      title,
      size,
      details: {},
      status: "waiting",
      sent: 0,
      rate: null,
      trying: false,
      error: null,
      remote: null,
      meeting: null,
    };
  }

  #advance(): void {
    for (const upload of this.#uploads) {
      if (this.#running.size >= TOGETHER) return;
      if (upload.status === "waiting" && upload.file && !this.#running.has(upload.id)) void this.#run(upload, upload.file);
    }
  }

  async #run({ id, details, remote }: Upload, file: File): Promise<void> {
    const controller = new AbortController();
    this.#running.set(id, controller);
    this.#samples.set(id, []);
    this.#change(id, { status: "sending", trying: false });
    const isLive = () => this.#running.get(id) === controller && !controller.signal.aborted;
    try {
      const meeting = await this.courier.send(
        {
          file,
          details,
          remote,
          begun: (begun) => {
            this.#change(id, { remote: begun });
            this.#keepers.get(file)?.begun(begun);
            // Cancelled while it began: nobody else knows that it is there.
            if (this.#uploads.find((one) => one.id === id)?.status === "cancelled") void this.courier.stop(begun).catch(() => undefined);
          },
          sent: (sent) => isLive() && this.#change(id, { sent, rate: this.#rate(id, sent), trying: false }),
          trying: () => isLive() && this.#change(id, { rate: null, trying: true }),
        },
        controller.signal,
      );
      this.#keepers.get(file)?.ended();
      this.#change(id, { status: "received", sent: file.size, rate: null, trying: false, meeting });
      this.received(meeting);
    } catch (error) {
      if (controller.signal.aborted) return;
      if (!mayPass(error)) this.#keepers.get(file)?.ended();
      this.#change(id, { status: "failed", rate: null, trying: false, error });
    } finally {
      this.#running.delete(id);
      this.#samples.delete(id);
      this.#advance();
    }
  }

  #rate(id: number, sent: number): number | null {
    const at = this.now();
    const samples = (this.#samples.get(id) ?? []).filter((sample) => at - sample.at <= RATE_WINDOW_MS && sample.sent <= sent);
    samples.push({ at, sent });
    this.#samples.set(id, samples);
    const first = samples[0];
    return first && at - first.at >= 500 ? ((sent - first.sent) / (at - first.at)) * 1000 : null;
  }

  #change(id: number, change: Partial<Upload>): void {
    this.#become(this.#uploads.map((upload) => (upload.id === id ? { ...upload, ...change } : upload)));
  }

  #become(uploads: readonly Upload[]): void {
    this.#uploads = uploads;
    for (const listener of this.#listeners) listener();
  }
}
