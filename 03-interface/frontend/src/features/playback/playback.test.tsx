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
  expect(playback.state.rate).toBe(3);
  for (let n = 0; n < 9; n += 1) playback.changeRate(-1);
  expect(playback.state.rate).toBe(0.5);
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

describe("what it does by itself", () => {
  function playing(at = 0) {
    const playback = new Playback(100, mend);
    const { audio, loaded } = element();
    playback.attach(audio);
    loaded();
    playback.seek(at);
    playback.play();
    const pass = (time: number) => {
      audio.currentTime = time;
      audio.dispatchEvent(new Event("timeupdate"));
    };
    return { playback, audio, pass };
  }

  it("plays a stretch and stops at its end, unless one goes elsewhere meanwhile", () => {
    const { playback, audio, pass } = playing();
    playback.playSpan({ start: 10, end: 12 });
    expect(audio.currentTime).toBe(10);
    pass(11.9);
    expect(playback.state.playing).toBe(true);
    pass(12.01);
    expect(playback.state.playing).toBe(false);
    playback.playSpan({ start: 10, end: 12 });
    playback.seek(50);
    pass(60);
    expect(playback.state.playing).toBe(true);
  });

  it("goes round between two marks, and forgets them when one goes elsewhere", () => {
    const { playback, audio, pass } = playing(20);
    playback.markLoop();
    pass(25);
    playback.markLoop();
    expect(playback.state.loop).toEqual({ start: 20, end: 25 });
    pass(25.2);
    expect(audio.currentTime).toBe(20);
    playback.seek(22);
    expect(playback.state.loop).not.toBeNull();
    playback.seek(40);
    expect(playback.state.loop).toBeNull();
    playback.markLoop();
    playback.markLoop();
    expect(playback.state.loop).toBeNull();
  });

  it("passes over silence only if asked", () => {
    const { playback, audio, pass } = playing();
    playback.setSpeech([{ start: 0, end: 5 }, { start: 30, end: 40 }]);
    pass(10);
    expect(audio.currentTime).toBe(10);
    playback.setSkipsSilence(true);
    pass(10);
    expect(audio.currentTime).toBe(29.7);
    playback.pause();
    pass(10);
    expect(audio.currentTime).toBe(10);
  });
});
