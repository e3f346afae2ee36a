/** Recordings that another application shared with this one: the service worker put them there (`features/installed`). */
import type { RecordingDetails } from "./queue";

const NAME = "scribe-shared";
const FILES = "files";

/** What nobody took or ended by then is forgotten. */
const KEPT_MS = 7 * 24 * 3600 * 1000;

/** Whose way to the API a file is on. */
export interface Sending {
  account: string;
  details: RecordingDetails;
  /** The upload's name at the API; `null` until it has begun there. */
  remote: string | null;
}

export interface SharedFile {
  id: number;
  file: File;
  /** Milliseconds: when it was shared, then when somebody wanted it sent. */
  at: number;
  /** Missing until somebody wants it sent. */
  sending?: Sending;
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the browser's storage did not answer"));
  });
}

async function within<T>(factory: IDBFactory, task: (files: IDBObjectStore) => Promise<T>): Promise<T> {
  const opening = factory.open(NAME, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(FILES, { keyPath: "id", autoIncrement: true });
  const database = await answerOf(opening);
  try {
    return await task(database.transaction(FILES, "readwrite", { durability: "strict" }).objectStore(FILES));
  } finally {
    database.close(); // once what was begun is done
  }
}

/** What was shared and is neither received, refused nor left out. */
export function sharedFiles(factory: IDBFactory = indexedDB, now: number = Date.now()): Promise<readonly SharedFile[]> {
  return within(factory, async (files) => {
    const all = (await answerOf(files.getAll())) as SharedFile[];
    for (const { id, at } of all) if (now - at > KEPT_MS) files.delete(id);
    return all.filter(({ at }) => now - at <= KEPT_MS);
  });
}

/** Makes another of what is kept by then, or forgets it for `null`; nothing where it is not kept any more. */
export function changeShared(factory: IDBFactory, id: number, change: (kept: SharedFile) => SharedFile | null): Promise<void> {
  return within(factory, async (files) => {
    const kept = (await answerOf(files.get(id))) as SharedFile | undefined;
    if (!kept) return;
    const changed = change(kept);
    await (changed ? answerOf(files.put(changed)) : answerOf(files.delete(id)));
  });
}
