import type { Meeting } from "@/api/types";

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

export type UploadStatus = "waiting" | "sending" | "received" | "failed" | "cancelled";

export interface Upload {
  id: number;
  file: File;
  details: RecordingDetails;
  status: UploadStatus;
  sent: number;
  /** Bytes a second over the last seconds; `null` until there is something to say. */
  rate: number | null;
  error: unknown;
  meeting: Meeting | null;
}

/** Sends one recording; tells how many bytes are out; stops when the signal says so. */
export type Send = (file: File, details: RecordingDetails, onSent: (bytes: number) => void, signal: AbortSignal) => Promise<Meeting>;

const TOGETHER = 2;
const RATE_WINDOW_MS = 4_000;

/** Recordings on their way to the API, two at a time; it lives as long as the page, whichever screen is shown. */
export class UploadQueue {
  #uploads: readonly Upload[] = [];
  #next = 1;
  readonly #running = new Map<number, AbortController>();
  readonly #samples = new Map<number, { at: number; sent: number }[]>();
  readonly #listeners = new Set<() => void>();

  constructor(
    private readonly send: Send,
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

  /** Whether closing the page would lose something. */
  get busy(): boolean {
    return this.#uploads.some(({ status }) => status === "waiting" || status === "sending");
  }

  add(recordings: readonly { file: File; details: RecordingDetails }[]): void {
    const added = recordings.map(({ file, details }): Upload => ({
      id: this.#next++,
      file,
      details,
      status: "waiting",
      sent: 0,
      rate: null,
      error: null,
      meeting: null,
    }));
    this.#become([...this.#uploads, ...added]);
    this.#advance();
  }

  cancel(id: number): void {
    this.#change(id, { status: "cancelled", rate: null });
    this.#running.get(id)?.abort();
  }

  retry(id: number): void {
    this.#change(id, { status: "waiting", sent: 0, rate: null, error: null });
    this.#advance();
  }

  /** Takes a finished one off the list. */
  dismiss(id: number): void {
    this.#become(this.#uploads.filter((upload) => upload.id !== id));
  }

  #advance(): void {
    for (const upload of this.#uploads) {
      if (this.#running.size >= TOGETHER) return;
      if (upload.status === "waiting" && !this.#running.has(upload.id)) void this.#run(upload);
    }
  }

  async #run({ id, file, details }: Upload): Promise<void> {
    const controller = new AbortController();
    this.#running.set(id, controller);
    this.#samples.set(id, []);
    this.#change(id, { status: "sending" });
    const isLive = () => this.#running.get(id) === controller && !controller.signal.aborted;
    try {
      const meeting = await this.send(
        file,
        details,
        (sent) => isLive() && this.#change(id, { sent, rate: this.#rate(id, sent) }),
        controller.signal,
      );
      this.#change(id, { status: "received", sent: file.size, rate: null, meeting });
      this.received(meeting);
    } catch (error) {
      if (!controller.signal.aborted) this.#change(id, { status: "failed", rate: null, error });
    } finally {
      this.#running.delete(id);
      this.#samples.delete(id);
      this.#advance();
    }
  }

  #rate(id: number, sent: number): number | null {
    const at = this.now();
    const samples = (this.#samples.get(id) ?? []).filter((sample) => at - sample.at <= RATE_WINDOW_MS);
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
