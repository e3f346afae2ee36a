import { expect, it } from "vitest";

import { Silences } from "./silences";

it("passes over long silences, short of the words on both sides", () => {
  const silences = new Silences([
    { start: 30, end: 31 },
    { start: 5, end: 10 },
    { start: 9, end: 12 },
    { start: 13, end: 14 },
  ]);
  expect([0, 4.69, 4.8, 8, 12.5, 14.2, 14.3, 29, 29.7, 31, 99].map((time) => silences.endAt(time))).toEqual([
    4.7, 4.7, null, null, null, null, 29.7, 29.7, null, null, null,
  ]);
});

it("has nothing to pass over where nobody spoke", () => expect(new Silences([]).endAt(3)).toBeNull());
