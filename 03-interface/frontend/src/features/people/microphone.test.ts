import { expect, it } from "vitest";

import { extensionOf, faultOf, levelOf } from "./microphone";

it("says why there is no sound", () => {
  const named = (name: string) => Object.assign(new Error("no"), { name });
  expect(["NotAllowedError", "NotFoundError", "AbortError"].map((name) => faultOf(named(name)))).toEqual(["refused", "missing", "failed"]);
  expect(faultOf("?")).toBe("failed");
});

it("measures as one hears: silence is nothing, full scale is all, a quiet voice is half", () => {
  const tone = (height: number) => Array.from({ length: 1000 }, (_, at) => height * (at % 2 === 0 ? 1 : -1));
  expect(levelOf([])).toBe(0);
  expect(levelOf(tone(0))).toBe(0);
  expect(levelOf(tone(1))).toBe(1);
  expect(levelOf(tone(0.0316))).toBeCloseTo(0.5, 1);
});

it("names a file by what is in it", () => {
  expect(["audio/webm;codecs=opus", "audio/mp4", "audio/ogg; codecs=opus", ""].map(extensionOf)).toEqual(["webm", "m4a", "ogg", "webm"]);
});
