import { describe, expect, it } from "vitest";

import type { Utterance, Word } from "@/api/types";

import { countDoubts, doubtsOf, neighbour, openPlaces, spanToHear } from "./doubts";

function word(change: Partial<Word> = {}): Word {
  return { start: 10, end: 10.4, text: "mot", probability: 0.9, sureness: 0.9, marks: [], ...change } as Word;
}

function utterance(words: Word[], change: Partial<Utterance> = {}): Utterance {
  return {
    id: "u", speaker_id: "s", start: 10, end: 20, text: "", language: "fr", overlap: false, doubt: 0, edited: false, confirmed: false, words, ...change,
  } as Utterance;
}

describe("what there is to doubt of an utterance", () => {
  it("is nothing where all is sure", () => expect(doubtsOf(utterance([word(), word()]))).toEqual([]));
  it("is a word that was hardly heard", () => expect(doubtsOf(utterance([word(), word({ probability: 0.49 })]))).toEqual(["words"]));
  it("is who says it", () => expect(doubtsOf(utterance([word({ sureness: 0.6 }), word({ sureness: 0.7 })]))).toEqual(["speaker"]));
  it("is that somebody else speaks too, and what was left out", () =>
    expect(doubtsOf(utterance([word({ marks: ["overlap", "withheld"] })], { overlap: true }))).toEqual(["overlap", "guard"]));
  it("is nothing any more once somebody said that it is right", () =>
    expect(doubtsOf(utterance([word({ probability: 0.1 })], { confirmed: true, overlap: true }))).toEqual([]));
});

describe("going through what is open", () => {
  const doubts = [[], ["words"], ["speaker"], [], ["words", "overlap"]] as const;
  it("counts by kind", () => expect(countDoubts(doubts)).toEqual({ words: 2, speaker: 1, overlap: 1, guard: 0 }));
  it("keeps to the kinds asked for", () => {
    expect(openPlaces(doubts, new Set(["words"]))).toEqual([1, 4]);
    expect(openPlaces(doubts, new Set(["guard"]))).toEqual([]);
  });
  it("goes round", () => {
    expect([neighbour([1, 4], 1, 1), neighbour([1, 4], 4, 1), neighbour([1, 4], 1, -1), neighbour([1, 4], -1, 1)]).toEqual([4, 1, 4, 1]);
    expect(neighbour([4], 4, 1)).toBe(4);
    expect(neighbour([], 4, 1)).toBeNull();
  });
});

describe("what is played", () => {
  it("begins a little before the doubtful word", () =>
    expect(spanToHear(utterance([word(), word({ start: 15, probability: 0.2 })]))).toEqual({ start: 13.5, end: 20 }));
  it("never before the utterance", () => expect(spanToHear(utterance([word({ start: 10.2, probability: 0.2 })]))).toEqual({ start: 10, end: 20 }));
  it("is all of it where two speak", () =>
    expect(spanToHear(utterance([word({ start: 15, probability: 0.2 })], { overlap: true }))).toEqual({ start: 10, end: 20 }));
});
