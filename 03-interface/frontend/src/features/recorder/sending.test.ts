import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { Problem } from "@/api/problem";

import { FrailApi, recordingOf, settled, soundOf } from "./frail-api";
import { Bell, EVERY_MS, sendGrowing } from "./sending";
import { createStore } from "./store";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

const pass = async (milliseconds: number) => {
  await settled();
  await vi.advanceTimersByTimeAsync(milliseconds);
  await settled();
};

async function begun(text = "") {
  const store = createStore(new IDBFactory());
  const api = new FrailApi();
  const bell = new Bell();
  const abort = new AbortController();
  const told: { sent: number; errors: unknown[] } = { sent: 0, errors: [] };
  await store.create(recordingOf("a"));
  const record = (more: string) => store.append("a", soundOf(more), 1);
  if (text) await record(text);
  const start = () => {
    const outcome: { meeting?: string | null; error?: unknown } = {};
    const tell = { sent: (sent: number) => (told.sent = sent), trying: (error: unknown) => told.errors.push(error) };
    void sendGrowing("a", store, api, bell, tell, abort.signal).then(
      (meeting) => (outcome.meeting = meeting),
      (error: unknown) => (outcome.error = error),
    );
    return outcome;
  };
  const end = async () => {
    await store.change("a", { ended: true });
    bell.ring();
    await settled();
  };
  return { store, api, bell, abort, told, record, start, end };
}

it("sends what is recorded while it is recorded, and tells the end", async () => {
  const { api, record, start, end, told } = await begun();
  const outcome = start();
  await pass(0);
  expect(api.sound).toBe("");
  await record("one ");
  await pass(EVERY_MS);
  expect(api.sound).toBe("one ");
  await record("two ");
  await record("three ");
  await pass(EVERY_MS);
  expect(api.sound).toBe("one two three ");
  expect(told.sent).toBe(14);
  expect(api.complete).toEqual([]);
  await record("four");
  await end();
  expect(api.sound).toBe("one two three four");
  expect(api.complete).toEqual(["upload 1"]);
  expect(outcome.meeting).toBe("upload 1");
});

it("tells the end also where every byte had been sent before", async () => {
  const { api, start, end } = await begun("all");
  const outcome = start();
  await pass(EVERY_MS);
  await end();
  expect(api.complete).toEqual(["upload 1"]);
  expect(api.sound).toBe("all");
  expect(outcome.meeting).toBe("upload 1");
});

it("loses nothing to a line that is away for a while", async () => {
  const { api, record, start, end, told, bell } = await begun("one ");
  const outcome = start();
  await pass(EVERY_MS);
  api.away = true;
  await record("two ");
  await pass(EVERY_MS);
  expect(told.errors).not.toEqual([]);
  for (let seconds = 0; seconds < 120; seconds += 1) {
    await record(".");
    await pass(1_000);
  }
  expect(api.asked.length).toBeLessThan(20); // nobody hammers at a door
  api.away = false;
  bell.ring();
  await pass(0);
  await record("three");
  await end();
  expect(api.sound).toBe(`one two ${".".repeat(120)}three`);
  expect(outcome.meeting).toBe("upload 1");
});

it("sends nothing twice where an answer is lost", async () => {
  const { api, record, start, end } = await begun("one ");
  const outcome = start();
  api.deaf = true;
  await pass(EVERY_MS);
  await record("two ");
  api.deaf = false;
  await pass(EVERY_MS * 3);
  await record("three");
  await end();
  expect(api.sound).toBe("one two three");
  expect(outcome.meeting).toBe("upload 1");
});

it("knows a meeting where the answer to the very end is lost", async () => {
  const { api, start, end } = await begun("one");
  const outcome = start();
  await pass(EVERY_MS);
  api.deaf = true;
  await end();
  api.deaf = false;
  await pass(EVERY_MS * 4);
  expect(outcome.meeting).toBe("upload 1");
  expect(api.uploads.size).toBe(1);
});

it("begins anew where the API has forgotten", async () => {
  const { api, record, start, end } = await begun("one ");
  const outcome = start();
  await pass(EVERY_MS);
  api.forget();
  await record("two");
  await pass(EVERY_MS * 2);
  expect(api.sound).toBe("one two");
  await end();
  expect(outcome.meeting).toBe("upload 2");
});

it("sends all of it again where somebody ended it elsewhere with less", async () => {
  const { api, record, start, end } = await begun("one ");
  const outcome = start();
  await pass(EVERY_MS);
  for (const upload of api.uploads.values()) upload.length = upload.bytes.length;
  api.away = true;
  await record("two");
  await pass(EVERY_MS);
  api.away = false;
  await pass(EVERY_MS * 4);
  await end();
  expect(outcome.meeting).toBe("upload 2");
  expect(String.fromCharCode(...(api.uploads.get("upload 2")?.bytes ?? []))).toBe("one two");
});

it("goes on where another page stopped, in the middle of a piece", async () => {
  const { api, store, start } = await begun("0123456789");
  await api.begin(recordingOf("a"));
  await api.bring("upload 1", 0, new Uint8Array(soundOf("0123")), null);
  await store.change("a", { remote: "upload 1", ended: true });
  const outcome = start();
  await pass(0);
  expect(api.sound).toBe("0123456789");
  expect(outcome.meeting).toBe("upload 1");
});

it("ends with what the API has where that is more than what is here", async () => {
  const { api, store, start } = await begun("01");
  await api.begin(recordingOf("a"));
  await api.bring("upload 1", 0, new Uint8Array(soundOf("0123")), null);
  await store.change("a", { remote: "upload 1", ended: true });
  const outcome = start();
  await pass(0);
  expect(api.sound).toBe("0123");
  expect(outcome.meeting).toBe("upload 1");
});

it("goes on recording where the API says no, and says so once it has ended", async () => {
  const { api, store, record, start, end, told } = await begun("one ");
  const outcome = start();
  await pass(EVERY_MS);
  api.refusal = new Problem(413, "quota_exceeded", "No room.");
  await record("two ");
  await pass(EVERY_MS);
  expect(told.errors).toEqual([api.refusal]);
  expect(outcome).toEqual({});
  await end();
  await pass(0);
  expect(outcome.error).toBe(api.refusal);
  expect(await store.find("a")).toMatchObject({ bytes: 8 });
  api.refusal = null;
  expect(start()).toEqual({});
  await pass(0);
  expect(api.sound).toBe("one two ");
  expect(api.complete).toEqual(["upload 1"]);
});

it("gives the meeting its title, notes and markers, though the line breaks just then", async () => {
  const { api, store, start, end } = await begun("one");
  const markers = [{ at: 1.5, word: "Budget" }];
  await store.change("a", { title: "Bureau", notes: "À relire", markers });
  const outcome = start();
  await pass(EVERY_MS);
  vi.spyOn(api, "describe").mockRejectedValueOnce(new TypeError("no line"));
  await end();
  expect(outcome).toEqual({});
  await pass(EVERY_MS);
  expect(api.described.get("upload 1")).toEqual({ title: "Bureau", notes: "À relire", markers });
  expect(outcome.meeting).toBe("upload 1");
});

it("stops where the recording is discarded", async () => {
  const { api, store, start } = await begun("one");
  const outcome = start();
  await pass(EVERY_MS);
  await store.remove("a");
  await pass(EVERY_MS);
  expect(outcome.meeting).toBeNull();
  expect(api.complete).toEqual([]);
});
