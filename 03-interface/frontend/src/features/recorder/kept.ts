/** A moment that somebody marked: where, in seconds of the recording, and the word for it, which may be empty. */
export interface Marker {
  at: number;
  word: string;
}

/** What is said of a recording and may change while it is made. */
export interface Described {
  title: string;
  notes: string;
  markers: readonly Marker[];
}

/** A recording that this browser made and still has. Its sound lies beside it, in pieces. */
export interface KeptRecording extends Described {
  id: string;
  /** Whose it is: a browser may be several people's. */
  account: string;
  /** ISO 639-1; `null`: to be found out. */
  language: string | null;
  /** ISO 8601. */
  startedAt: string;
  /** Of the browser's recorder, with its codec. */
  mediaType: string;
  /** Of sound that is safe here. */
  seconds: number;
  bytes: number;
  /** Nothing more will come: somebody ended it, or said that what is here is all. */
  ended: boolean;
  /** The upload's name at the API; `null` until it has begun there. */
  remote: string | null;
  /** The meeting is there, with the sound; what was written may still have to follow. */
  received: boolean;
}

/** Recordings in the browser's own storage. Each call is whole or not at all; those that write take turns. */
export interface RecordingStore {
  create: (recording: KeptRecording) => Promise<void>;
  /** Adds sound at the end; `seconds` is how long the whole is then. */
  append: (id: string, piece: ArrayBuffer, seconds: number) => Promise<void>;
  change: (id: string, change: Partial<KeptRecording>) => Promise<void>;
  find: (id: string) => Promise<KeptRecording | undefined>;
  /** A person's, the oldest first. */
  all: (account: string) => Promise<KeptRecording[]>;
  /** Sound from a byte on: about as much as is asked for, nothing only at the end. */
  read: (id: string, from: number, about: number) => Promise<Uint8Array<ArrayBuffer>>;
  remove: (id: string) => Promise<void>;
}

const ENDINGS: readonly [string, string][] = [
  ["audio/webm", "webm"],
  ["audio/mp4", "m4a"],
  ["audio/ogg", "ogg"],
];

/** A name for the file, with the reader's own time of day: `2026-03-14 14.30.webm`. */
export function fileNameOf({ startedAt, mediaType }: Pick<KeptRecording, "startedAt" | "mediaType">): string {
  const date = new Date(startedAt);
  const two = (number: number) => String(number).padStart(2, "0");
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
  const ending = ENDINGS.find(([type]) => mediaType.startsWith(type))?.[1] ?? "webm";
  return `${day} ${two(date.getHours())}.${two(date.getMinutes())}.${ending}`;
}

/** The markers as the recording passes them. */
export function inOrder(markers: readonly Marker[]): Marker[] {
  return [...markers].sort((a, b) => a.at - b.at);
}
