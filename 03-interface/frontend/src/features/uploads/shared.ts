/** Recordings that another application shared with this one: the service worker put them there (`features/installed`). */

const NAME = "scribe-shared";
const FILES = "files";

/** What nobody took by then is forgotten. */
const KEPT_MS = 7 * 24 * 3600 * 1000;

interface Shared {
  id: number;
  file: File;
  at: number;
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
    return await task(database.transaction(FILES, "readwrite").objectStore(FILES));
  } finally {
    database.close(); // once what was begun is done
  }
}

export interface SharedFiles {
  files: readonly File[];
  /** To be called once they are sent, or not wanted: then they go. */
  forget: () => Promise<void>;
}

/** What was shared and is not taken yet. */
export async function sharedFiles(factory: IDBFactory = indexedDB, now: number = Date.now()): Promise<SharedFiles> {
  const kept = await within(factory, async (files) => {
    const all = (await answerOf(files.getAll())) as Shared[];
    for (const { id, at } of all) if (now - at > KEPT_MS) files.delete(id);
    return all.filter(({ at }) => now - at <= KEPT_MS);
  });
  const forget = () => within(factory, async (files) => void (await Promise.all(kept.map(({ id }) => answerOf(files.delete(id))))));
  return { files: kept.map(({ file }) => file), forget };
}
