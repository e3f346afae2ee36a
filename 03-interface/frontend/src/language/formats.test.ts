import { describe, expect, it } from "vitest";

import { createFormats } from "./formats";

const fr = createFormats("fr", ["fr-FR"], "Europe/Paris");
const en = createFormats("en", ["en-GB"], "Europe/Paris");

describe("durations", () => {
  it.each([
    [0.4, "0\u202fs", "0\u00a0s"],
    [45, "45\u202fs", "45\u00a0s"],
    [47.8, "47\u202fs", "47\u00a0s"],
    [60, "1\u202fmin", "1\u00a0min"],
    [90, "1\u202fmin\u202f30", "1\u00a0min\u00a030"],
    [61, "1\u202fmin\u202f01", "1\u00a0min\u00a001"],
    [599.8, "9\u202fmin\u202f59", "9\u00a0min\u00a059"],
    [767, "12\u202fmin", "12\u00a0min"],
    [3600, "1\u202fh", "1h"],
    [5527, "1\u202fh\u202f32", "1h\u00a032m"],
    [3900, "1\u202fh\u202f05", "1h\u00a05m"],
  ])("%d seconds", (seconds, french, english) => {
    expect(fr.duration(seconds)).toBe(french);
    expect(en.duration(seconds)).toBe(english);
  });
});

it("guesses waits roundly", () => {
  expect([3, 41, 55, 95, 700, 5527].map(fr.wait)).toEqual([
    "10\u202fs",
    "50\u202fs",
    "1\u202fmin",
    "2\u202fmin",
    "12\u202fmin",
    "1\u202fh\u202f32",
  ]);
});

describe("places on a recording", () => {
  it.each([
    [0, "0:00"],
    [7.9, "0:07"],
    [47.8, "0:47"],
    [761, "12:41"],
    [5527, "1:32:07"],
  ])("%d seconds", (seconds, written) => {
    expect(fr.clock(seconds)).toBe(written);
  });
});

describe("sizes", () => {
  it.each([
    [0, "0\u202foctets", "0\u00a0bytes"],
    [999_600, "1\u202fMo", "1\u00a0MB"],
    [48_200_000, "48,2\u202fMo", "48.2\u00a0MB"],
    [3_200_000_000, "3,2\u202fGo", "3.2\u00a0GB"],
  ])("%d bytes", (bytes, french, english) => {
    expect(fr.size(bytes)).toBe(french);
    expect(en.size(bytes)).toBe(english);
  });
});

it("never says 100 % before the end", () => {
  expect(fr.percent(0.999)).toBe("99\u202f%");
  expect(fr.percent(1)).toBe("100\u202f%");
  expect(en.percent(0.423)).toBe("42%");
});

it("writes dates as people do", () => {
  expect(fr.moment("2026-11-03T13:05:00Z")).toBe("3 novembre 2026 à 14\u202fh\u202f05");
  expect(en.moment("2026-11-03T13:05:00Z")).toBe("3 November 2026, 14:05");
  expect(fr.day("2026-11-03T23:30:00Z")).toBe("4 novembre 2026");
});

it("names languages, and shows the code of one it does not know", () => {
  expect(fr.language("en")).toBe("anglais");
  expect(en.language("fr")).toBe("French");
  expect(en.language("not a code")).toBe("not a code");
});
