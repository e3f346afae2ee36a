import { expect, it } from "vitest";

import { heardAlone } from "./stretch";

const said = (speaker_id: string, start: number, end: number, overlap = false) => ({ speaker_id, start, end, overlap });

it("finds where somebody is heard alone for longest, and no longer than one listens", () => {
  const lines = [said("a", 0, 2), said("b", 2, 30), said("a", 30, 50, true), said("a", 50, 55)];
  expect(heardAlone(lines, "a")).toEqual({ start: 50, end: 55 });
  expect(heardAlone(lines, "b")).toEqual({ start: 2, end: 10 });
  expect(heardAlone(lines, "c")).toBeNull();
});
