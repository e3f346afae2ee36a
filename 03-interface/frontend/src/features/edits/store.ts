import type { EditStore, KeptEdit } from "./kept";

const NAME = "scribe-edits";
const EDITS = "edits";

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the browser's storage did not answer"));
  });
}

function open(factory: IDBFactory): Promise<IDBDatabase> {
  const request = factory.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(EDITS, { keyPath: "id" });
  return answerOf(request);
}

/** Edits in IndexedDB: a row for each, on disk before the browser may be killed. */
export function createEditStore(factory: IDBFactory | null = null): EditStore {
  let opening: Promise<IDBDatabase> | null = null;

  const database = async (): Promise<IDBDatabase> => {
    opening ??= open(factory ?? indexedDB); // asked for only when something is stored: a server that draws pages has none
    try {
      const opened = await opening;
      opened.onclose = () => (opening = null);
      return opened;
    } catch (error) {
      opening = null;
      throw error;
    }
  };

  const write = async (task: (edits: IDBObjectStore) => void): Promise<void> => {
    const transaction = (await database()).transaction(EDITS, "readwrite", { durability: "strict" });
    task(transaction.objectStore(EDITS));
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error("not written"));
    });
  };

  const every = async (): Promise<KeptEdit[]> => answerOf((await database()).transaction(EDITS).objectStore(EDITS).getAll() as IDBRequest<KeptEdit[]>);

  return {
    put: (edit) => write((edits) => edits.put(edit)),
    remove: (id) => write((edits) => edits.delete(id)),
    all: async (account) => (await every()).filter((edit) => edit.account === account).sort((a, b) => a.at - b.at),
    clearOthers: async (account) => {
      const others = (await every()).filter((edit) => edit.account !== account);
      if (others.length > 0) await write((edits) => others.forEach(({ id }) => edits.delete(id)));
    },
  };
}
