import { describe, expect, it } from "vitest";

import type { Comment, Utterance } from "@/api/types";

import { Places, remarksOf, threads } from "./placing";

function said(id: string, start: number, text: string): Utterance {
  const words = text.split(" ").map((one, at) => ({ start: start + at, end: start + at + 1, text: one }));
  return { id, start, end: start + words.length, words, text } as Utterance;
}

const MEETING = [said("u1", 0, "Bonjour à tous."), said("u2", 10, "on commence par le budget."), said("u3", 20, "oui, le budget.")];
const BUDGET = { utterance_id: "u2", start: 13, end: 15, quote: "le budget." };

describe("where a comment's words are", () => {
  const at = (utterances: Utterance[]) => new Places(utterances).of(BUDGET);

  it("is where they were said", () => expect(at(MEETING)).toEqual({ utterance: 1, words: { first: 3, last: 5 } }));
  it("moves with words put in before them", () => {
    const longer = said("u2", 10, "on commence par le budget.");
    longer.words.splice(1, 0, { ...longer.words[0], text: "donc" } as never);
    expect(at([longer])).toEqual({ utterance: 0, words: { first: 4, last: 6 } });
  });
  it("goes with the part that is cut off", () =>
    expect(at([said("u2", 10, "on commence"), said("new", 12, "par le budget.")])).toEqual({ utterance: 1, words: { first: 1, last: 3 } }));
  it("goes into what the utterance is joined with", () => {
    const joined = said("u1", 0, "Bonjour");
    joined.words.push(...(MEETING[1]?.words ?? []));
    joined.end = 15;
    expect(at([joined])).toEqual({ utterance: 0, words: { first: 4, last: 6 } });
  });
  it("stays at their time when they are others now", () =>
    expect(at([said("u2", 10, "on commence par les comptes.")])).toEqual({ utterance: 0, words: { first: 3, last: 5 } }));
  it("is the whole utterance where no word is left at that time", () => {
    const short = { ...said("u2", 10, "on"), end: 15 };
    expect(at([short])).toEqual({ utterance: 0, words: null });
  });
  it("is the whole utterance where it is about all of it", () =>
    expect(new Places(MEETING).of({ ...BUDGET, start: 10, end: 15, quote: "" })).toEqual({ utterance: 1, words: null }));
  it("is nowhere once nobody speaks there", () => expect(at([said("u1", 0, "Bonjour")])).toBeNull());
  it("is found in another run that moved the words a little", () =>
    expect(at([said("other", 10.4, "on commence par le budget.")])).toEqual({ utterance: 0, words: { first: 3, last: 5 } }));
});

function comment(change: Partial<Comment>): Comment {
  return {
    id: "c", answers_id: null, kind: "comment", colour: null, text: "", by: "Claire", created_at: "", edited_at: null, resolved_at: null, ...BUDGET, ...change,
  };
}

it("gathers answers under what they answer, in the order of the text", () => {
  const all = threads([comment({ id: "late", start: 20, end: 21 }), comment({ id: "early" }), comment({ id: "a", answers_id: "early" })], MEETING);
  expect(all.map((one) => [one.comment.id, one.answers.map(({ id }) => id)])).toEqual([["early", ["a"]], ["late", []]]);
});

it("marks words by their colour, and nothing that is settled", () => {
  const of = (...comments: Comment[]) => remarksOf(threads(comments, MEETING), MEETING).get("u2");
  const both = of(comment({}), comment({ id: "h", kind: "highlight", colour: "rose", start: 14, end: 15, quote: "budget." }));
  expect([...(both?.marks ?? [])]).toEqual([[3, "note"], [4, "rose"]]);
  expect(both?.comments).toBe(1);
  expect(of(comment({ resolved_at: "2026-01-01" }))).toBeUndefined();
  expect(of(comment({ kind: "check", quote: "", start: 10 }))).toMatchObject({ toCheck: true, comments: 0, marks: new Map() });
  expect(of(comment({ kind: "highlight", colour: "blue", quote: "", start: 10 }))?.marks.size).toBe(5);
});
