import type { KeptRecording, RecordingStore } from "./kept";
import { NAME, RECORDINGS } from "./store-names";

const PIECES = "pieces";

interface Piece {
  recording: string;
  start: number;
  bytes: ArrayBuffer;
}

/** A piece of `recording` at any place from `first` to `last`. */
function places(recording: string, first: number, last: number): IDBKeyRange {
  return IDBKeyRange.bound([recording, first], [recording, last]);
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the browser's storage did not answer"));
  });
}

function open(factory: IDBFactory): Promise<IDBDatabase> {
  const request = factory.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(RECORDINGS, { keyPath: "id" });
    request.result.createObjectStore(PIECES, { keyPath: ["recording", "start"] });
  };
  return answerOf(request);
}

/**
 * Recordings in IndexedDB: a row for each, and its sound a second at a time.
 *
 * Pieces are buffers, not blobs: those that a browser writes to files of their own are not there yet when it is killed.
 */
export function createStore(factory: IDBFactory | null = null): RecordingStore {
  let opening: Promise<IDBDatabase> | null = null;

  const database = async (): Promise<IDBDatabase> => {
    opening ??= open(factory ?? indexedDB); // asked for only when something is stored: a server that draws pages has none
    try {
      const opened = await opening;
      opened.onclose = () => (opening = null); // the browser closed it: somebody cleared its data
      return opened;
    } catch (error) {
      opening = null;
      throw error;
    }
  };

  /** Writes all of it to disk, or nothing. A machine that loses its power keeps what was written. */
  const write = async (task: (recordings: IDBObjectStore, pieces: IDBObjectStore) => Promise<void>): Promise<void> => {
    const transaction = (await database()).transaction([RECORDINGS, PIECES], "readwrite", { durability: "strict" });
    const written = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error("not written"));
    });
    await Promise.all([
      written,
      task(transaction.objectStore(RECORDINGS), transaction.objectStore(PIECES)).catch((error: unknown) => {
        try {
          transaction.abort();
        } catch {
          // it is over already
        }
        throw error;
      }),
    ]);
  };

  const read = async <T>(name: string, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
    answerOf(ask((await database()).transaction(name, "readonly").objectStore(name)));

  const find = (id: string): Promise<KeptRecording | undefined> => read(RECORDINGS, (store) => store.get(id) as IDBRequest<KeptRecording | undefined>);

  return {
    create: (recording) => write(async (recordings) => void (await answerOf(recordings.add(recording)))),

    append: (id, bytes, seconds) =>
      write(async (recordings, pieces) => {
        const recording = await answerOf(recordings.get(id) as IDBRequest<KeptRecording | undefined>);
        if (!recording) throw new Error("the recording was discarded");
        const piece: Piece = { recording: id, start: recording.bytes, bytes };
        pieces.add(piece);
        recordings.put({ ...recording, bytes: recording.bytes + bytes.byteLength, seconds });
      }),

    change: (id, change) =>
      write(async (recordings) => {
        const recording = await answerOf(recordings.get(id) as IDBRequest<KeptRecording | undefined>);
        if (recording) recordings.put({ ...recording, ...change });
      }),

    find,

    all: async (account) => {
      const every = await read(RECORDINGS, (store) => store.getAll() as IDBRequest<KeptRecording[]>);
      return every.filter((one) => one.account === account).sort((a, b) => a.startedAt.localeCompare(b.startedAt));
    },

    read: async (id, from, about) => {
      const store = (await database()).transaction(PIECES, "readonly").objectStore(PIECES);
      // The API may stand in the middle of a piece.
      const before = await answerOf(store.openCursor(places(id, 0, from), "prev"));
      const start = (before?.value as Piece | undefined)?.start ?? from;
      const found: Uint8Array<ArrayBuffer>[] = [];
      let length = 0;
      const walk = store.openCursor(places(id, start, Number.MAX_SAFE_INTEGER));
      await new Promise<void>((resolve, reject) => {
        walk.onerror = () => reject(walk.error ?? new Error("not read"));
        walk.onsuccess = () => {
          const cursor = walk.result;
          if (!cursor || length >= about) return resolve();
          const piece = cursor.value as Piece;
          const bytes = new Uint8Array(piece.bytes).subarray(Math.max(0, from - piece.start));
          found.push(bytes);
          length += bytes.length;
          cursor.continue();
        };
      });
      const whole = new Uint8Array(length);
      let at = 0;
      for (const bytes of found) {
        whole.set(bytes, at);
        at += bytes.length;
      }
      return whole;
    },

    remove: (id) =>
      write(async (recordings, pieces) => {
        pieces.delete(places(id, 0, Number.MAX_SAFE_INTEGER));
        await answerOf(recordings.delete(id));
      }),
  };
}
