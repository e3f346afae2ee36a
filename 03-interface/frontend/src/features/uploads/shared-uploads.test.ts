import "fake-indexeddb/auto";

import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, it, vi } from "vitest";

import { Problem, Unreachable } from "@/api/problem";
import type { Meeting, UploadUnderWay } from "@/api/types";
import type { Locks } from "@/features/recorder/locks";

import { markOf } from "./mark";
import { UploadQueue, type Order } from "./queue";
import { sharedFiles } from "./shared";
import { carryOn, unanswered } from "./shared-uploads";

let factory: IDBFactory;
const held = new Set<string>();

/** A copy as browsers make it: Node's leaves a file without its name. */
function copy(value: unknown): unknown {
  if (value === null || typeof value !== "object" || value instanceof File) return value;
  if (Array.isArray(value)) return value.map(copy);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, copy(one)]));
}

beforeEach(() => {
  vi.stubGlobal("structuredClone", copy);
  factory = new IDBFactory();
  held.clear();
});

/** As the service worker leaves them. */
async function share(...names: string[]) {
  const opening = factory.open("scribe-shared", 1);
  await new Promise<void>((resolve) => {
    opening.onupgradeneeded = () => opening.result.createObjectStore("files", { keyPath: "id", autoIncrement: true });
    opening.onsuccess = () => {
      const writing = opening.result.transaction("files", "readwrite");
      for (const name of names) writing.objectStore("files").add({ file: new File(["sound"], name, { lastModified: 1 }), at: Date.now() });
      writing.oncomplete = () => resolve(opening.result.close());
    };
  });
}

/** A page of this browser: what it sends hangs until it is told how that ends, and its locks go with it. */
function page(account = "claire") {
  const mine = new Map<string, () => void>();
  const locks: Locks = {
    take: async (name) => {
      if (held.has(name)) return null;
      held.add(name);
      const free = () => void held.delete(name);
      mine.set(name, free);
      return free;
    },
  };
  const orders: (Order & { land: () => void; crash: (error: unknown) => void })[] = [];
  const queue = new UploadQueue(
    {
      send: (order) =>
        new Promise((resolve, reject) => {
          order.begun(order.remote ?? `remote ${order.file.name}`);
          orders.push({ ...order, land: () => resolve({ id: order.file.name } as Meeting), crash: reject });
        }),
      stop: async () => undefined,
    },
    () => undefined,
  );
  return {
    orders,
    queue,
    ask: () => unanswered(queue, account, locks, factory),
    carryOn: () => carryOn(queue, account, locks, factory),
    /** Closed or loaded anew: the browser lets go of what it held. */
    die: () => mine.forEach((free) => free()),
  };
}

/** Lets the storage take what it was given. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
const left = async () => (await sharedFiles(factory)).map(({ file }) => file.name);
const underWay = (file: File, id: string) => ({ id, title: "Comité", received: 2, bytes: file.size, mark: markOf(file) }) as UploadUnderWay;

async function sent(account?: string) {
  await share("a.m4a", "b.m4a");
  const first = page(account);
  const { files, answered } = await first.ask();
  const [a] = files;
  if (!a) throw new Error("nothing was shared");
  first.queue.add([{ file: a, details: { title: "Comité", speakers: 3 } }]);
  await answered();
  await settled();
  return { first, a };
}

it("is kept while it is sent, and the next page goes on with it by itself", async () => {
  const { first, a } = await sent();
  expect(await left(), "what was left out went").toEqual(["a.m4a"]);
  expect(first.queue.waiting(true)).toEqual({ moving: 1, held: 0 });
  expect(first.queue.waiting(false)).toEqual({ moving: 0, held: 0 });
  first.die();
  const next = page();
  expect((await next.ask()).files, "it was asked about already").toEqual([]);
  next.queue.restore([underWay(a, "remote a.m4a")]);
  await next.carryOn();
  expect(next.queue.uploads).toHaveLength(1);
  expect(next.orders[0]).toMatchObject({ remote: "remote a.m4a", details: { title: "Comité", speakers: 3 } });
  expect(await next.orders[0]?.file.text()).toBe("sound");
  next.orders[0]?.land();
  await settled();
  expect(await left()).toEqual([]);
  expect(held.size).toBe(0);
});

it("goes on with what was begun just as the page went", async () => {
  const { first, a } = await sent();
  first.die();
  const [row] = await sharedFiles(factory);
  if (!row?.sending) throw new Error("not kept");
  const next = page();
  next.queue.restore([underWay(a, "remote a.m4a")]);
  next.queue.carryOn(row.file, row.sending.details, null);
  expect(next.orders.map(({ remote }) => remote)).toEqual(["remote a.m4a"]);
});

it("is not sent by two pages at once", async () => {
  const { first } = await sent();
  const beside = page();
  await beside.carryOn();
  expect(beside.orders).toHaveLength(0);
  first.queue.close();
  await settled();
  await beside.carryOn();
  expect(beside.orders).toHaveLength(1);
});

it("is kept while another page leaves it out", async () => {
  await share("a.m4a");
  const [one, other] = [page(), page()];
  const { files } = await one.ask();
  const { answered } = await other.ask();
  one.queue.add(files.map((file) => ({ file, details: {} })));
  await settled();
  await answered();
  expect(await left()).toEqual(["a.m4a"]);
});

it("is another person's", async () => {
  const { first } = await sent("marc");
  first.die();
  const next = page("claire");
  await next.carryOn();
  expect(next.orders).toHaveLength(0);
  expect(await left()).toEqual(["a.m4a"]);
});

it.each([
  ["stays where the line broke", new Unreachable(), ["a.m4a"]],
  ["goes where the API refused it", new Problem(415, "not_a_recording", "not a recording"), []],
])("%s", async (_, error, kept) => {
  const { first } = await sent();
  first.orders[0]?.crash(error);
  await settled();
  expect(await left()).toEqual(kept);
});

it("goes where nobody wants it any more", async () => {
  const { first } = await sent();
  first.queue.cancel(first.queue.uploads[0]?.id ?? 0);
  await settled();
  expect(await left()).toEqual([]);
});
