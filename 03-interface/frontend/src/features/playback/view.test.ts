import { describe, expect, it } from "vitest";

import { following, isNearest, isWhole, panned, seen, sliced, WHOLE, within, zoomed } from "./view";

const HOUR = 3600;

describe("the stretch that the timeline shows", () => {
  it("is the whole until somebody looks nearer", () => {
    expect(within(WHOLE, HOUR)).toEqual({ start: 0, end: HOUR });
    expect(isWhole(WHOLE, HOUR)).toBe(true);
    expect(isNearest(WHOLE, HOUR)).toBe(false);
  });
  it("comes nearer about a place, which stays where it is", () => {
    const near = zoomed(WHOLE, HOUR, 2, 900);
    expect(near).toEqual({ start: 450, end: 2250 });
    expect((900 - near.start) / (near.end - near.start)).toBe(0.25);
    expect(zoomed(WHOLE, HOUR, 2, 0)).toEqual({ start: 0, end: 1800 });
    expect(zoomed(WHOLE, HOUR, 2, HOUR)).toEqual({ start: 1800, end: HOUR });
  });
  it("goes back to the whole, and no nearer than a sentence", () => {
    expect(zoomed({ start: 450, end: 2250 }, HOUR, 0.5, 900)).toEqual(WHOLE);
    const nearest = zoomed({ start: 100, end: 120 }, HOUR, 100, 110);
    expect(nearest.end - nearest.start).toBe(15);
    expect(isNearest(nearest, HOUR)).toBe(true);
    expect(isNearest(WHOLE, 10)).toBe(true);
  });
  it("moves within the recording", () => {
    expect(panned({ start: 0, end: 100 }, HOUR, 0.5)).toEqual({ start: 50, end: 150 });
    expect(panned({ start: 3550, end: HOUR }, HOUR, 1)).toEqual({ start: 3550, end: HOUR });
    expect(panned(WHOLE, HOUR, 1)).toBe(WHOLE);
  });
  it("keeps the playhead in it", () => {
    const view = { start: 100, end: 200 };
    expect(following(view, HOUR, 150)).toBe(view);
    expect(following(view, HOUR, 201)).toEqual({ start: 191, end: 291 });
    expect(following(view, HOUR, 5)).toEqual({ start: 0, end: 100 });
    expect(following(WHOLE, HOUR, 5)).toBe(WHOLE);
  });
  it("shows what touches it", () => {
    expect(seen([{ start: 0, end: 5 }, { start: 8, end: 12 }, { start: 30, end: 40 }], { start: 10, end: 20 })).toEqual([{ start: 0, end: 2 }]);
    expect(sliced([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], { start: 20, end: 50 }, 100)).toEqual([2, 3, 4]);
    expect(sliced([1, 2], { start: 0, end: 1 }, 0)).toEqual([1, 2]);
  });
});
