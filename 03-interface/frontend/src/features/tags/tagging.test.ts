import { expect, it } from "vitest";

import { commonTags, offered, sameTag, taggingOf, undoing } from "./tagging";

const one = { id: "1", tags: ["Budget", "CSE"] };
const two = { id: "2", tags: ["cse"] };
const three = { id: "3", tags: [] };

it("takes tags for the same in any case, however their accents are written", () => {
  expect(sameTag("Été  à Paris", "e\u0301te\u0301 à paris")).toBe(true);
  expect(sameTag("ete", "été")).toBe(false);
});

it("tells what all carry from what some do", () => {
  expect(commonTags([one, two])).toEqual({ full: ["CSE"], some: [{ name: "Budget", count: 1 }] });
  expect(commonTags([one])).toEqual({ full: ["Budget", "CSE"], some: [] });
  expect(commonTags([one, two, three]).full).toEqual([]);
});

it("makes one change of what was chosen", () => {
  expect(taggingOf([one, two], ["CSE", "Paris"], ["Budget"])).toEqual({ meetings: ["1", "2"], add: ["Paris"], remove: [] });
  expect(taggingOf([one, two], ["budget"], [])).toEqual({ meetings: ["1", "2"], add: ["budget"], remove: ["CSE"] });
  expect(taggingOf([one, two], ["CSE"], [])).toEqual({ meetings: ["1", "2"], add: [], remove: ["Budget"] });
});

it("undoes a change for those it changed, and for nobody else", () => {
  const change = { meetings: ["1", "2", "3"], add: ["Budget"], remove: ["CSE"] };
  expect(undoing([one, two, three], change)).toEqual([
    { meetings: ["2", "3"], add: [], remove: ["Budget"] },
    { meetings: ["1", "2"], add: ["CSE"], remove: [] },
  ]);
  expect(undoing([one], { meetings: ["1"], add: ["budget"], remove: ["x"] })).toEqual([]);
});

it("offers what begins as typed before what only holds it, and nothing chosen", () => {
  expect(offered(["Comité", "Sous-comité", "Budget"], [], "com")).toEqual(["Comité", "Sous-comité"]);
  expect(offered(["Sous-comité", "Comité"], [], "COM")).toEqual(["Comité", "Sous-comité"]);
  expect(offered(["Comité", "Budget"], ["comité"], "")).toEqual(["Budget"]);
});
