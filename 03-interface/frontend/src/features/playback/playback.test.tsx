import { beforeEach, describe, expect, it, vi } from "vitest";

import { isTaken } from "./hooks/use-playback-keys";
import { Playback } from "./playback";

/** jsdom has the element but no sound: this gives it the few answers of one that plays. */
function element() {
  const audio = document.createElement("audio");
  let ready = 0;
  let paused = true;
  Object.defineProperties(audio, {
    readyState: { get: () => ready },
    duration: { get: () => 100 },
    paused: { get: () => paused },
    currentTime: { value: 0, writable: true },
  });
  audio.play = () => {
    paused = false;
    audio.dispatchEvent(new Event("play"));
    return Promise.resolve();
  };
  audio.pause = () => {
    paused = true;
    audio.dispatchEvent(new Event("pause"));
  };
  audio.load = vi.fn(() => {
    ready = 0;
    audio.currentTime = 0;
  });
  const loaded = () => {
    ready = 1;
    audio.dispatchEvent(new Event("loadedmetadata"));
  };
  return { audio, loaded };
}

let mend = vi.fn(() => Promise.resolve(true));
beforeEach(() => {
  mend = vi.fn(() => Promise.resolve(true));
});

it("opens at a place asked for before the sound is there", () => {
  const playback = new Playback(100, mend);
  playback.seek(61);
  expect(playback.time).toBe(61);
  const { audio, loaded } = element();
  playback.attach(audio);
  loaded();
  expect(audio.currentTime).toBe(61);
});

it("moves within the recording and not beyond it", () => {
  const playback = new Playback(100, mend);
  const { audio, loaded } = element();
  playback.attach(audio);
  loaded();
  playback.skip(-3);
  expect(audio.currentTime).toBe(0);
  playback.seek(1000);
  expect(audio.currentTime).toBeCloseTo(99.95);
});

it("goes on where it stopped when the session had run out", async () => {
  const playback = new Playback(100, mend);
  const { audio, loaded } = element();
  playback.attach(audio);
  loaded();
  playback.play();
  playback.seek(42);
  audio.dispatchEvent(new Event("error"));
  await vi.waitFor(() => expect(audio.load).toHaveBeenCalledOnce());
  loaded();
  expect(audio.currentTime).toBe(42);
  expect(playback.state).toMatchObject({ playing: true, failed: false });
});

it("says so when the sound stays away", async () => {
  const playback = new Playback(100, mend);
  const { audio } = element();
  playback.attach(audio);
  audio.dispatchEvent(new Event("error"));
  await vi.waitFor(() => expect(audio.load).toHaveBeenCalledOnce());
  audio.dispatchEvent(new Event("error"));
  await vi.waitFor(() => expect(playback.state.failed).toBe(true));
  expect(mend).toHaveBeenCalledOnce();
});

it("steps through the speeds and stops at the ends", () => {
  const playback = new Playback(100, mend);
  playback.changeRate(1);
  expect(playback.state.rate).toBe(1.25);
  for (let n = 0; n < 9; n += 1) playback.changeRate(1);
  expect(playback.state.rate).toBe(2);
  for (let n = 0; n < 9; n += 1) playback.changeRate(-1);
  expect(playback.state.rate).toBe(0.75);
});

describe("a key means something else", () => {
  it.each([
    ["<input>", " ", true],
    ["<textarea></textarea>", "l", true],
    ["<button></button>", " ", true],
    ["<button></button>", "j", false],
    ["<p></p>", " ", false],
  ])("in %s, «%s»: %s", (html, key, taken) => {
    document.body.innerHTML = html;
    expect(isTaken(document.body.firstElementChild, key)).toBe(taken);
  });
});
