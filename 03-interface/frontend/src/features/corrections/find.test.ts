import { expect, it } from "vitest";

import { hits } from "./find";

const TEXTS = ["Le budget, le BUDGET et les budgets.", "Rien.", "Élan ? (a+b) l’élan", "budget_2 1-budget"].map((text) => ({ text }));

function found(find: string, matchCase = false, wholeWords = true) {
  return hits(TEXTS, { find, matchCase, wholeWords }).map(({ place, count }) => [place, count]);
}

it("finds whole words in any case unless told otherwise", () => {
  expect(found("budget")).toEqual([[0, 2], [3, 1]]);
  expect(found("budget", true)).toEqual([[0, 1], [3, 1]]);
  expect(found("budget", false, false)).toEqual([[0, 3], [3, 2]]);
  expect(found("élan")).toEqual([[2, 2]]);
});

it("takes what is typed as it is, whatever it means elsewhere", () => {
  expect(found("(a+b)")).toEqual([[2, 1]]);
  expect(found(".*", false, false)).toEqual([]);
  expect(found("  le   budget ")).toEqual([[0, 2]]);
  for (const one of ["[", "\\", "$", "^", "{2}", "|", "-", "/"]) expect(() => found(one)).not.toThrow();
  expect(found("1-budget")).toEqual([[3, 1]]);
});

it("finds nothing where nothing is sought", () => expect([found(""), found("  ")]).toEqual([[], []]));
