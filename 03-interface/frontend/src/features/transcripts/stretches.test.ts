import { expect, it } from "vitest";

import type { Utterance } from "@/api/types";

import { minutesInSight, partsOf, stretchesOf } from "./stretches";

function said(...starts: number[]): Utterance[] {
  return starts.map((start) => ({
    id: `u${start}`, speaker_id: "s", start, end: start + 5, text: "oui", words: [], language: "fr", overlap: false, doubt: 0, edited: false, confirmed: false,
  }));
}

const shape = (utterances: Utterance[]) => stretchesOf(utterances).map(({ minute, first, utterances: here }) => [minute, first, here.map(({ id }) => id)]);

it("goes minute by minute, without those in which nobody begins to speak", () => {
  expect(shape(said(0, 59.9, 60, 200))).toEqual([
    [0, 0, ["u0", "u59.9"]],
    [1, 2, ["u60"]],
    [3, 3, ["u200"]],
  ]);
  expect(shape([])).toEqual([]);
});

it("keeps the order of the transcript, also where a line begins before the one above it", () => {
  expect(shape(said(0, 70, 50, 80, 130))).toEqual([
    [0, 0, ["u0"]],
    [1, 1, ["u70", "u50", "u80"]],
    [2, 4, ["u130"]],
  ]);
});

it("leaves all others where they are when a line goes", () => {
  const before = shape(said(0, 10, 70, 130));
  const after = shape(said(0, 70, 130));
  expect(after.map(([minute]) => minute)).toEqual(before.map(([minute]) => minute));
});

it("puts minutes into quarters of an hour, of which none moves when a line goes", () => {
  const parts = (...starts: number[]) => partsOf(stretchesOf(said(...starts))).map(({ quarter, stretches, utterances }) => [quarter, stretches.map(({ minute }) => minute), utterances.length]);
  expect(parts(0, 10, 899, 900, 2700)).toEqual([
    [0, [0, 14], 3],
    [1, [15], 1],
    [3, [45], 1],
  ]);
  expect(parts(0, 10, 899, 2700).map(([quarter]) => quarter)).toEqual([0, 3]);
  expect(parts()).toEqual([]);
});

it("knows what a screen shows of which somebody begins at a time", () => {
  const long = said(0, 60, 120, 180, 240, 300).map((one) => ({ ...one, text: "oui ".repeat(350) }));
  const inSight = (utterances: Utterance[], time: number) => [...minutesInSight(stretchesOf(utterances), time)];
  expect([0, 61, 250, 999].map((time) => inSight(long, time))).toEqual([[0, 1], [0, 1, 2], [3, 4, 5], [4, 5]]);
  expect(inSight(said(65, 200, 300), 0)).toEqual([1, 3, 5]);
  expect(inSight([], 5)).toEqual([]);
});
