import { describe, expect, it } from "vitest";

import type { Utterance } from "@/api/types";

import { SpokenWords } from "./spoken-words";

function utterance(words: [number, number, string][]): Utterance {
  return {
    id: words.map(([, , text]) => text).join(),
    start: words[0]?.[0] ?? 0,
    end: words.at(-1)?.[1] ?? 0,
    words: words.map(([start, end, text]) => ({ start, end, text, probability: 1 })),
  } as Utterance;
}

const spoken = new SpokenWords([
  utterance([[1, 1.4, "Bonjour"], [1.5, 2, "à"], [2, 3, "tous"]]),
  utterance([[2.5, 2.8, "oui"]]),
  utterance([[8, 9, "Donc"]]),
]);

describe("the word spoken", () => {
  it.each([
    [0.5, null],
    [1, [0, 0]],
    [1.45, [0, 0]],
    [1.5, [0, 1]],
    [2.4, [0, 2]],
    [2.6, [1, 0]],
    [3.1, [1, 0]],
    [5, null],
    [8.9, [2, 0]],
    [9.3, [2, 0]],
    [20, null],
  ])("at %d s", (time, place) => {
    expect(spoken.wordAt(time)).toEqual(place && { utterance: place[0], word: place[1] });
  });
});

it.each([
  [0, 0],
  [2.6, 1],
  [5, 1],
  [8, 2],
  [100, 2],
])("at %d s the reader stands at utterance %d", (time, at) => {
  expect(spoken.utteranceAt(time)).toBe(at);
});

it("has no place in an empty transcript", () => {
  expect(new SpokenWords([]).utteranceAt(3)).toBe(-1);
  expect(new SpokenWords([]).wordAt(3)).toBeNull();
});

it("finds a word among forty thousand a thousand times a frame", () => {
  const many = new SpokenWords(
    Array.from({ length: 4000 }, (_, u) => utterance(Array.from({ length: 10 }, (__, w) => [u * 4 + w * 0.4, u * 4 + w * 0.4 + 0.3, "mot"]))),
  );
  const began = performance.now();
  for (let n = 0; n < 10_000; n += 1) many.wordAt((n * 1.6) % 16_000);
  expect((performance.now() - began) / 10).toBeLessThan(16);
  expect(many.wordAt(8000.1)).toEqual({ utterance: 2000, word: 0 });
});
