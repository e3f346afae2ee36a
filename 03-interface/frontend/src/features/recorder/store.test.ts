import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { expect, it } from "vitest";

import { recordingOf, soundOf } from "./frail-api";
import { createStore } from "./store";

async function three() {
  const factory = new IDBFactory();
  const store = createStore(factory);
  await store.create(recordingOf("a"));
  for (const [at, piece] of ["0123", "45", "6789"].entries()) await store.append("a", soundOf(piece), at + 1);
  const text = async (from: number, about: number, id = "a") => new TextDecoder().decode(await store.read(id, from, about));
  return { factory, store, text };
}

it("keeps sound a piece at a time and knows how much there is", async () => {
  const { store } = await three();
  expect(await store.find("a")).toMatchObject({ bytes: 10, seconds: 3, ended: false });
});

it("reads from any byte on, also from within a piece", async () => {
  const { text } = await three();
  expect(await text(0, 1)).toBe("0123");
  expect(await text(0, 5)).toBe("012345");
  expect(await text(0, 1000)).toBe("0123456789");
  expect(await text(3, 2)).toBe("345");
  expect(await text(4, 1)).toBe("45");
  expect(await text(9, 1)).toBe("9");
  expect(await text(10, 1)).toBe("");
});

it("mixes no two recordings", async () => {
  const { store, text } = await three();
  await store.create(recordingOf("b"));
  await store.append("b", soundOf("bbb"), 1);
  expect(await text(0, 1000)).toBe("0123456789");
  expect(await text(0, 1000, "b")).toBe("bbb");
  await store.remove("a");
  expect(await text(0, 1000)).toBe("");
  expect(await text(0, 1000, "b")).toBe("bbb");
});

it("is there for the page that comes after", async () => {
  const { factory, store } = await three();
  await store.change("a", { ended: true, title: "Bureau" });
  const again = createStore(factory);
  expect(await again.all("claire")).toEqual([recordingOf("a", { bytes: 10, seconds: 3, ended: true, title: "Bureau" })]);
  expect(new TextDecoder().decode(await again.read("a", 2, 1000))).toBe("23456789");
});

it("shows a person nobody else's", async () => {
  const { store } = await three();
  await store.create(recordingOf("b", { account: "marc" }));
  expect((await store.all("claire")).map(({ id }) => id)).toEqual(["a"]);
  expect((await store.all("marc")).map(({ id }) => id)).toEqual(["b"]);
});

it("adds nothing to a recording that was discarded, and leaves nothing of the attempt", async () => {
  const { store, text } = await three();
  await store.remove("a");
  await expect(store.append("a", soundOf("late"), 9)).rejects.toThrow();
  await store.change("a", { title: "late" });
  expect(await store.find("a")).toBeUndefined();
  expect(await text(0, 1000)).toBe("");
});

it("keeps what is said at once by several", async () => {
  const { store } = await three();
  await Promise.all([store.change("a", { remote: "r" }), store.append("a", soundOf("xy"), 4), store.change("a", { notes: "n" })]);
  expect(await store.find("a")).toMatchObject({ remote: "r", notes: "n", bytes: 12, seconds: 4 });
});
