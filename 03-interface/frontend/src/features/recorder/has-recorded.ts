import { NAME, RECORDINGS } from "./store-names";

/** Whether this browser keeps recordings. Where it does not say, it may. */
export async function hasRecorded(): Promise<boolean> {
  try {
    // A storage that is not there must not be opened: that would make an empty one.
    if (!(await indexedDB.databases()).some(({ name }) => name === NAME)) return false;
    return (await count()) > 0;
  } catch {
    return true;
  }
}

function count(): Promise<number> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(NAME);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const storage = opening.result;
      const counting = storage.transaction(RECORDINGS).objectStore(RECORDINGS).count();
      counting.onerror = () => reject(counting.error);
      counting.onsuccess = () => {
        storage.close();
        resolve(counting.result);
      };
    };
  });
}
