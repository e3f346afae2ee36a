import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { expect, it, vi } from "vitest";

import { recordingOf } from "./frail-api";
import { hasRecorded } from "./has-recorded";
import { createStore } from "./store";

it("knows whether there is a recording, and makes no storage to find out", async () => {
  const factory = new IDBFactory();
  vi.stubGlobal("indexedDB", factory);
  expect(await hasRecorded()).toBe(false);
  expect(await factory.databases()).toEqual([]);
  const store = createStore(factory);
  await store.create(recordingOf("r1", {}));
  expect(await hasRecorded()).toBe(true);
  await store.remove("r1");
  expect(await hasRecorded()).toBe(false);
});

it("takes it that there may be one where the browser does not say", async () => {
  vi.stubGlobal("indexedDB", {});
  expect(await hasRecorded()).toBe(true);
});
