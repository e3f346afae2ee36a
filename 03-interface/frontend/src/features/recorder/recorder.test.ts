import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { FrailApi, OnePageAtATime, recordingOf, settled, soundOf } from "./frail-api";
import { lockOf, RECORDING_LOCK } from "./locks";
import { Outbox } from "./outbox";
import { NoSound, Recorder, type Capture, type CaptureEvents, type Trouble } from "./recorder";
import { EVERY_MS } from "./sending";
import { createStore } from "./store";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

const pass = async (milliseconds: number) => {
  await settled();
  await vi.advanceTimersByTimeAsync(milliseconds);
  await settled();
};

/** A room with microphones that can be pulled out. */
class Room {
  microphones = ["built-in", "headset"];
  time = 0;
  done: string[] = [];
  events: CaptureEvents | null = null;
  microphone: string | null = null;
  trouble: Trouble | null = null;

  open = (wanted: { microphone: string | null; tab: boolean }, events: CaptureEvents): Promise<Capture> => {
    if (this.trouble) return Promise.reject(new NoSound(this.trouble));
    this.events = events;
    this.#plug(wanted.microphone);
    const act = (what: string) => () => void this.done.push(what);
    const heard = () => this.microphone;
    return Promise.resolve({
      mediaType: "audio/webm;codecs=opus",
      get microphone() {
        return heard();
      },
      hearsTab: wanted.tab,
      time: () => this.time,
      start: act("start"),
      pause: act("pause"),
      resume: act("resume"),
      stop: () => {
        act("stop")();
        return Promise.resolve();
      },
      hear: (microphone) => {
        this.#plug(microphone);
        return Promise.resolve();
      },
      level: () => 0.5,
    });
  };

  /** A second goes by in which that is said. */
  says(text: string): void {
    this.time += 1;
    this.events?.piece(soundOf(text));
  }

  pull(): void {
    this.microphones = this.microphones.filter((one) => one !== this.microphone);
    this.microphone = null;
    this.events?.microphoneLost();
  }

  #plug(wanted: string | null): void {
    const found = wanted === null ? this.microphones[0] : this.microphones.find((one) => one === wanted);
    if (found === undefined) throw new NoSound("absent");
    this.microphone = found;
  }
}

function page(factory = new IDBFactory(), api = new FrailApi(), locks = new OnePageAtATime()) {
  const store = createStore(factory);
  const received: string[] = [];
  const outbox = new Outbox(store, api, locks, (meeting) => received.push(meeting));
  const room = new Room();
  let next = 1;
  const recorder = new Recorder({
    store,
    outbox,
    locks,
    open: (wanted, events) => Promise.resolve().then(() => room.open(wanted, events)),
    now: () => new Date("2026-11-03T13:05:00Z"),
    newId: () => `r${next++}`,
  });
  const begin = async (wanted = { microphone: null as string | null, tab: false }) => {
    await recorder.begin({ account: "claire", title: "Comité", language: "fr", wanted });
    await settled();
  };
  const text = async (id = "r1") => new TextDecoder().decode(await store.read(id, 0, 1e9));
  return { factory, store, api, locks, outbox, room, recorder, begin, text, received };
}

it("records, sends meanwhile, and is a meeting with what was marked and written", async () => {
  const { recorder, room, begin, api, outbox, received, store, locks } = page();
  await begin();
  expect(recorder.state).toMatchObject({ phase: "recording", microphone: "built-in", trouble: null });
  room.says("one ");
  recorder.mark();
  await pass(EVERY_MS);
  expect(api.sound).toBe("one ");
  room.says("two");
  recorder.mark("Budget");
  recorder.describe({ notes: "À relire", title: "Bureau" });
  await recorder.end();
  await pass(0);
  expect(api.sound).toBe("one two");
  expect(api.described.get("upload 1")).toEqual({
    title: "Bureau",
    notes: "À relire",
    markers: [
      { at: 1, word: "" },
      { at: 2, word: "Budget" },
    ],
  });
  expect(received).toEqual(["upload 1"]);
  expect(outbox.entries).toMatchObject([{ status: "received", recording: { id: "r1", remote: "upload 1" } }]);
  expect(await store.all("claire")).toEqual([]);
  expect(recorder.state.phase).toBe("idle");
  expect(locks.held.size).toBe(0);
});

it("counts only what is recorded", async () => {
  const { recorder, room, begin } = page();
  room.time = 100;
  await begin();
  room.says("one");
  recorder.pause();
  room.time += 50;
  expect(recorder.elapsed).toBe(1);
  expect(recorder.level).toBe(0);
  expect(recorder.mark()?.at).toBe(1);
  await recorder.resume();
  room.says("two");
  expect(recorder.elapsed).toBe(2);
  expect(recorder.mark("later")?.at).toBe(2);
  expect(room.done).toEqual(["start", "pause", "resume"]);
  await recorder.end();
  expect(room.done.at(-1)).toBe("stop");
});

it.each<Trouble>(["refused", "absent", "busy", "insecure", "unsupported", "tabRefused", "tabSilent"])("says %s, and leaves nothing", async (trouble) => {
  const { recorder, room, begin, store, locks } = page();
  room.trouble = trouble;
  await begin();
  expect(recorder.state).toMatchObject({ phase: "idle", trouble, recording: null });
  expect(await store.all("claire")).toEqual([]);
  expect(locks.held.size).toBe(0);
  room.trouble = null;
  await begin();
  expect(recorder.state).toMatchObject({ phase: "recording", trouble: null });
});

it("records in one tab at a time", async () => {
  const first = page();
  await first.begin();
  const second = page(first.factory, first.api, first.locks);
  await second.begin();
  expect(second.recorder.state).toMatchObject({ phase: "idle", trouble: "elsewhere" });
  await second.outbox.look("claire");
  expect(second.outbox.entries).toMatchObject([{ status: "elsewhere" }]);
  first.room.says("one");
  await first.recorder.end();
  await pass(0);
  await second.outbox.look("claire");
  expect(second.outbox.entries).toEqual([]);
  await second.begin();
  expect(second.recorder.state.phase).toBe("recording");
});

it("goes on with another microphone when one is pulled out", async () => {
  const { recorder, room, begin, text } = page();
  await begin({ microphone: "headset", tab: false });
  room.says("one ");
  room.pull();
  await settled();
  expect(recorder.state).toMatchObject({ phase: "recording", microphone: "built-in", trouble: "switched" });
  room.says("two");
  await settled();
  expect(await text()).toBe("one two");
});

it("waits when the only microphone is pulled out, and goes on when there is one again", async () => {
  const { recorder, room, begin, text } = page();
  room.microphones = ["headset"];
  await begin();
  room.says("one ");
  room.pull();
  await settled();
  expect(recorder.state).toMatchObject({ phase: "paused", trouble: "unplugged" });
  await recorder.resume();
  expect(recorder.state).toMatchObject({ phase: "paused", trouble: "absent" });
  await recorder.resume();
  expect(recorder.state).toMatchObject({ phase: "paused", trouble: "absent" });
  room.microphones = ["another"];
  await recorder.resume();
  expect(recorder.state).toMatchObject({ phase: "recording", microphone: "another", trouble: null });
  room.says("two");
  await settled();
  expect(await text()).toBe("one two");
});

it("goes on with the tab alone when the only microphone is pulled out", async () => {
  const { recorder, room, begin } = page();
  room.microphones = ["headset"];
  await begin({ microphone: null, tab: true });
  room.pull();
  await settled();
  expect(recorder.state).toMatchObject({ phase: "recording", hearsTab: true, trouble: "unplugged" });
  room.events?.tabLost();
  expect(recorder.state).toMatchObject({ phase: "recording", hearsTab: false, trouble: "tabEnded" });
});

it("stops where the browser has no more room, and sends what it has", async () => {
  const { recorder, room, begin, store, api } = page();
  await begin();
  room.says("one");
  await settled();
  vi.spyOn(store, "append").mockRejectedValue(new DOMException("full", "QuotaExceededError"));
  room.says("lost");
  room.says("lost too");
  await pass(0);
  expect(recorder.state).toMatchObject({ phase: "idle", trouble: "full" });
  await pass(EVERY_MS);
  expect(api.sound).toBe("one");
  expect(api.complete).toEqual(["upload 1"]);
});

it("keeps nothing of a recording that heard nothing", async () => {
  const { recorder, begin, store, outbox } = page();
  await begin();
  await recorder.end();
  await pass(0);
  expect(await store.all("claire")).toEqual([]);
  expect(outbox.entries).toEqual([]);
});

it("leaves nothing of a recording that is discarded", async () => {
  const { recorder, room, begin, store, outbox, api } = page();
  await begin();
  room.says("one");
  await pass(EVERY_MS);
  await recorder.discard();
  await pass(0);
  expect(await store.all("claire")).toEqual([]);
  expect(outbox.entries).toEqual([]);
  expect(api.asked.at(-1)).toBe("give up");
  expect(api.asked).not.toContain("end");
});

/** A page that is gone holds no lock; what it was about to do, it does not. */
function killed(one: ReturnType<typeof page>): ReturnType<typeof page> {
  one.api.away = true;
  one.locks.held.clear();
  return page(one.factory, new FrailApi(), new OnePageAtATime());
}

it("finds what a page left that was killed, and sends it when asked", async () => {
  const first = page();
  await first.begin();
  first.room.says("one ");
  first.recorder.mark("here");
  first.room.says("two");
  await settled();
  const { outbox, api, store } = killed(first);
  await outbox.look("claire");
  expect(outbox.entries).toMatchObject([{ status: "interrupted", recording: { title: "Comité", seconds: 2, bytes: 7 } }]);
  expect(api.asked).toEqual([]);
  expect(await (await outbox.file("r1")).text()).toBe("one two");
  await store.change("r1", { remote: null }); // the API of this test is another one
  await outbox.send("r1");
  await pass(0);
  expect(api.sound).toBe("one two");
  expect(api.described.get("upload 1")).toMatchObject({ markers: [{ at: 1, word: "here" }] });
  expect(outbox.entries).toMatchObject([{ status: "received" }]);
  outbox.dismiss("r1");
  expect(outbox.entries).toEqual([]);
});

it("sends by itself what had been ended, and only its own person's", async () => {
  const factory = new IDBFactory();
  const store = createStore(factory);
  for (const account of ["claire", "marc"]) {
    await store.create(recordingOf(account, { account, ended: false }));
    await store.append(account, soundOf(account), 1);
    await store.change(account, { ended: true });
  }
  const { outbox, api } = page(factory);
  await outbox.look("claire");
  await pass(0);
  expect(api.sound).toBe("claire");
  expect(outbox.entries).toMatchObject([{ status: "received", recording: { account: "claire" } }]);
  expect((await store.all("marc")).length).toBe(1);
});

it("takes no look of its own for another page's", async () => {
  const one = page();
  await one.store.create(recordingOf("a"));
  await Promise.all([one.outbox.look("claire"), one.outbox.look("claire")]);
  expect(one.outbox.entries).toMatchObject([{ status: "interrupted" }]);
});

it("names a file by its time and kind", async () => {
  const factory = new IDBFactory();
  const store = createStore(factory);
  await store.create(recordingOf("a", { mediaType: "audio/mp4" }));
  const { outbox } = page(factory);
  const file = await outbox.file("a");
  expect(file.name).toMatch(/^2026-11-03 \d\d\.05\.m4a$/);
  expect(file.type).toBe("audio/mp4");
});

it("takes no lock of what another page sends", async () => {
  const one = page();
  await one.store.create(recordingOf("a"));
  one.locks.held.add(lockOf("a"));
  await one.outbox.look("claire");
  await one.outbox.send("a");
  expect(one.outbox.entries).toMatchObject([{ status: "elsewhere" }]);
  expect([...one.locks.held]).toEqual([lockOf("a")]);
  expect(one.locks.held.has(RECORDING_LOCK)).toBe(false);
});

it("shows what other browsers began, and never its own as another's", async () => {
  const { api, outbox, recorder, room, begin, store, received } = page();
  await api.begin(recordingOf("phone", { title: "Du téléphone" }));
  await api.bring("upload 1", 0, new Uint8Array(soundOf("abc")), null);
  await store.create(recordingOf("mine"));
  await store.append("mine", soundOf("x"), 1);
  await store.change("mine", { remote: await api.begin(recordingOf("mine")) });
  await api.bring("upload 2", 0, new Uint8Array(soundOf("x")), null);
  await begin();
  room.says("live");
  await pass(EVERY_MS);

  await Promise.all([outbox.look("claire"), outbox.lookAway()]);
  expect(outbox.away.map(({ title }) => title)).toEqual(["Du téléphone"]);
  await recorder.discard();
  await outbox.discard("mine");
  const [away] = outbox.away;
  expect(outbox.away).toHaveLength(1);
  if (away) await outbox.endAway(away);
  expect(outbox.away).toEqual([]);
  expect(api.complete).toEqual(["upload 1"]);
  expect(received).toEqual(["upload 1"]);
});
