import { Problem, Unreachable, UploadGone } from "@/api/problem";
import type { UploadUnderWay } from "@/api/types";
import { recordedMark } from "@/features/uploads/mark";

import type { Line } from "./api/line";
import type { KeptRecording } from "./kept";

interface Upload {
  bytes: number[];
  length: number | null;
  title: string;
  mark: string;
}

/** The API as the tests of this folder reach it: it keeps what tus says it keeps, and its line breaks when told to. */
export class FrailApi implements Line {
  readonly uploads = new Map<string, Upload>();
  readonly described = new Map<string, { title: string; notes: string; markers: readonly unknown[] }>();
  readonly asked: string[] = [];
  /** No answer comes. */
  away = false;
  /** What comes arrives, and its answer does not. */
  deaf = false;
  refusal: Problem | null = null;
  #next = 1;

  /** The sound of the only upload there is. */
  get sound(): string {
    const [only] = [...this.uploads.values()];
    return only ? String.fromCharCode(...only.bytes) : "";
  }

  get complete(): string[] {
    return [...this.uploads].filter(([, { bytes, length }]) => bytes.length === length).map(([id]) => id);
  }

  forget(): void {
    this.uploads.clear();
  }

  begin = async (recording: KeptRecording): Promise<string> => {
    this.#answer("begin");
    const id = `upload ${this.#next++}`;
    this.uploads.set(id, { bytes: [], length: null, title: recording.title, mark: recordedMark(recording.id) });
    return Promise.resolve(id);
  };

  standing = async (remote: string) => {
    this.#answer("standing");
    const { bytes, length } = this.#upload(remote);
    return Promise.resolve({ offset: bytes.length, length });
  };

  bring = async (remote: string, offset: number, bytes: Uint8Array<ArrayBuffer>, whole: number | null): Promise<number> => {
    this.#answer(whole === null ? "bring" : "end");
    const upload = this.#upload(remote);
    if (upload.bytes.length !== offset) throw new Problem(409, "upload_offset_conflict", "");
    if (upload.length !== null && whole !== null && upload.length !== whole) throw new Problem(400, "upload_header_invalid", "");
    upload.bytes.push(...bytes);
    upload.length = whole ?? upload.length;
    if (this.deaf) throw new Unreachable("no answer");
    return Promise.resolve(upload.bytes.length);
  };

  describe = async (remote: string, { title, notes, markers }: KeptRecording): Promise<void> => {
    this.#answer("describe");
    this.described.set(remote, { title, notes, markers });
    return Promise.resolve();
  };

  giveUp = async (remote: string): Promise<void> => {
    this.#answer("give up");
    this.uploads.delete(remote);
    return Promise.resolve();
  };

  underWay = async (): Promise<UploadUnderWay[]> =>
    Promise.resolve(
      [...this.uploads]
        .filter(([, { bytes, length }]) => bytes.length !== length)
        .map(([id, { bytes, length, title, mark }]) => ({
          id,
          name: "a.webm",
          title,
          mark,
          bytes: length,
          received: bytes.length,
          created_at: "2026-11-03T13:05:00Z",
          expires_at: "2026-11-10T13:05:00Z",
        })),
    );

  #answer(what: string): void {
    this.asked.push(what);
    if (this.away) throw new Unreachable("no answer");
    if (this.refusal) throw this.refusal;
  }

  #upload(remote: string): Upload {
    const upload = this.uploads.get(remote);
    if (!upload) throw new UploadGone();
    return upload;
  }
}

/** Locks as several pages of one browser share them. */
export class OnePageAtATime {
  readonly held = new Set<string>();

  take = async (name: string): Promise<(() => void) | null> => {
    if (this.held.has(name)) return Promise.resolve(null);
    this.held.add(name);
    return Promise.resolve(() => void this.held.delete(name));
  };
}

export function recordingOf(id: string, change: Partial<KeptRecording> = {}): KeptRecording {
  return {
    id,
    account: "claire",
    title: "Comité",
    language: "fr",
    startedAt: "2026-11-03T13:05:00.000Z",
    mediaType: "audio/webm;codecs=opus",
    seconds: 0,
    bytes: 0,
    ended: false,
    remote: null,
    received: false,
    notes: "",
    markers: [],
    ...change,
  };
}

export function soundOf(text: string): ArrayBuffer {
  return new TextEncoder().encode(text).buffer;
}

/** Lets what was begun take its course: a store answers in the turns of the event loop after this one. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
