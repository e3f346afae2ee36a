import { expect, it } from "vitest";

import type { Utterance } from "@/api/types";

import { alsoTalking, initials, talkTimes, voiceColour } from "./voices";

it.each([
  ["Claire Dubois", "CD"],
  ["marc", "M"],
  ["Jean-Marc de La Tour", "JT"],
  ["Élodie Œuvrard", "ÉŒ"],
  ["  ", "4"],
  ["<b>", "B"],
  [null, "4"],
])("%s → %s", (name, shown) => {
  expect(initials({ name, number: 4 })).toBe(shown);
});

it("gives the thirteenth voice a colour too", () => {
  expect([1, 12, 13].map(voiceColour)).toEqual([1, 12, 1]);
});

const line = (speaker_id: string, start: number, end: number, overlap = false, seconds: string[] = []) =>
  ({ speaker_id, start, end, overlap, words: seconds.map((id) => ({ second_speaker_id: id })) }) as Utterance;

it("shares out the talk, not the silence", () => {
  const times = talkTimes([line("a", 0, 30), line("b", 100, 110), line("a", 200, 230), line("a", 230, 260)]);
  expect(times.get("a")).toEqual({ seconds: 90, share: 0.9, turns: 2 });
  expect(times.get("b")).toEqual({ seconds: 10, share: 0.1, turns: 1 });
  expect(talkTimes([]).size).toBe(0);
});

it("tells who talks at the same time", () => {
  const lines = [line("a", 0, 10, true), line("b", 8, 12, true), line("c", 11, 14, true), line("a", 20, 22)];
  expect(alsoTalking(lines, 1)).toEqual(["a", "c"]);
  expect(alsoTalking(lines, 0)).toEqual(["b"]);
  expect(alsoTalking(lines, 3)).toEqual([]);
  const words = [line("a", 0, 10, true, ["c", "b", "c"]), line("b", 9, 12), line("d", 20, 30, false, ["a"])];
  expect(alsoTalking(words, 0)).toEqual(["c", "b"]);
  expect(alsoTalking(words, 2)).toEqual([]);
});
