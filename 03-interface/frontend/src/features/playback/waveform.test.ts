import { expect, it } from "vitest";

import { lanePath, waveformPath } from "./waveform";

it("keeps the loudest moment of each bar, however long the recording", () => {
  const peaks = Array.from({ length: 10_000 }, () => 10);
  peaks[5_001] = 255;
  const bars = waveformPath(peaks, 100, 40).split("M").slice(1);
  expect(bars).toHaveLength(100);
  expect(bars[50]).toBe("50.5 0.5V39.5");
  expect(bars[49]).not.toBe(bars[50]);
});

it("has as many bars as asked, also for a recording shorter than that", () => {
  expect(waveformPath([10, 200], 6, 40).split("M").slice(1)).toHaveLength(6);
  expect(waveformPath([], 6, 40)).toBe("");
});

it("draws a voice where it speaks, and never thinner than can be seen", () => {
  expect(lanePath([{ start: 30, end: 60 }], 120, 1000, 4, 3)).toBe("M250.0 4h250.0v3h-250.0z");
  expect(lanePath([{ start: 30, end: 30.01 }], 3600, 1000, 0, 3)).toContain("h0.6");
});
