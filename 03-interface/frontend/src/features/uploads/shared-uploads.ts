import { pageLocks, type Locks } from "@/features/recorder/locks";

import type { Keeper, UploadQueue } from "./queue";
import { changeShared, sharedFiles, type SharedFile } from "./shared";

const lockOf = (id: number) => `scribe-shared-${id}`;

export interface Unanswered {
  files: readonly File[];
  /** To be called once they were asked about: those that nobody wants sent go. */
  answered: () => Promise<void>;
}

/** What was shared and nobody has been asked about. What of it the queue is given then is kept until the API has it or refused it. */
export async function unanswered(queue: UploadQueue, account: string, locks: Locks = pageLocks, factory: IDBFactory = indexedDB): Promise<Unanswered> {
  const found = (await sharedFiles(factory)).filter(({ sending }) => !sending);
  const wanted = new Set<number>();
  const taking = (id: number) => () => {
    wanted.add(id);
    return locks.take(lockOf(id));
  };
  for (const { id, file } of found) queue.keep(file, keeperOf(id, account, factory, taking(id)));
  // Another page of this browser may have asked about the same, and sends it.
  const leave = (id: number) => changeShared(factory, id, (kept) => (kept.sending ? kept : null));
  const answered = async () => void (await Promise.all(found.filter(({ id }) => !wanted.has(id)).map(({ id }) => leave(id))));
  return { files: found.map(({ file }) => file), answered };
}

/** Sends on what a page before this one was sending when it was closed or loaded anew; another person's waits for them. */
export async function carryOn(queue: UploadQueue, account: string, locks: Locks = pageLocks, factory: IDBFactory = indexedDB): Promise<void> {
  const mine = ({ sending }: SharedFile) => sending?.account === account;
  for (const { id } of (await sharedFiles(factory)).filter(mine)) {
    const lock = await locks.take(lockOf(id));
    if (lock === null) continue; // another page of this browser sends it
    // As it stands now: that page may have ended it.
    const kept = (await sharedFiles(factory)).find((one) => one.id === id);
    if (!kept?.sending) {
      lock();
      continue;
    }
    const { file, sending } = kept;
    queue.keep(file, keeperOf(id, account, factory, async () => lock));
    queue.carryOn(file, sending.details, sending.remote);
  }
}

/** Writes down what becomes of one; each step after the one before, and none that fails stops the sending. */
function keeperOf(id: number, account: string, factory: IDBFactory, take: () => Promise<(() => void) | null>): Keeper {
  let last: Promise<unknown> = Promise.resolve();
  let lock: ReturnType<typeof take> | null = null;
  const next = (step: () => Promise<void>) => void (last = last.then(step).catch(() => undefined));
  const letGo = () => void lock?.then((free) => free?.(), () => undefined);
  return {
    taken: (details, remote) => {
      lock ??= take();
      next(() => changeShared(factory, id, (kept) => ({ ...kept, at: Date.now(), sending: { account, details, remote } })));
    },
    begun: (remote) => next(() => changeShared(factory, id, (kept) => ({ ...kept, sending: kept.sending && { ...kept.sending, remote } }))),
    ended: () => {
      next(() => changeShared(factory, id, () => null));
      next(async () => letGo());
    },
    left: letGo,
  };
}
