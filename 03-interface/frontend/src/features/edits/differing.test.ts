import { expect, it } from "vitest";

import { differing, wordsOf } from "./differing";

const between = (mine: string, theirs: string) => differing(wordsOf(mine), wordsOf(theirs));

it("is the stretch that is not the same", () => {
  expect(between("on retient la seconde option", "on retient la troisième option")).toEqual({ first: 3, mine: 4, theirs: 4 });
  expect(between("on retient", "on retient tout")).toEqual({ first: 2, mine: 2, theirs: 3 });
  expect(between("la la", "la")).toEqual({ first: 1, mine: 2, theirs: 1 });
  expect(between("", "tout")).toEqual({ first: 0, mine: 0, theirs: 1 });
  expect(between("a b", "a b")).toEqual({ first: 2, mine: 2, theirs: 2 });
});
