import { expect, it } from "vitest";

import { isFoundRight, lastOf, type Change, type KeptEdit } from "./kept";

function edit(utterance: string, change: Change, more: Partial<KeptEdit> = {}): KeptEdit {
  return { id: utterance, account: "a", meeting: "m", utterance, seen: "", change, at: 0, state: "waiting", present: null, reason: null, ...more };
}

const text = (one: string, confirmed = false): Change => ({ kind: "write", text: one, confirmed, word: null });

it("shows the last text of an utterance, whatever was said of it since", () => {
  const last = lastOf([edit("u", text("one")), edit("u", text("two")), edit("u", { kind: "confirm" }), edit("v", text("x"), { meeting: "n" })], "m");
  expect([...last.keys()]).toEqual(["u"]);
  expect(last.get("u")?.change).toEqual(text("two"));
});

it("is found right until somebody says no", () => {
  expect(isFoundRight(edit("u", { kind: "confirm" }))).toBe(true);
  expect(isFoundRight(edit("u", text("one", true)))).toBe(true);
  expect(isFoundRight(edit("u", text("one")))).toBe(false);
  expect(isFoundRight(edit("u", text("one", true), { state: "clash" }))).toBe(false);
  expect(isFoundRight(undefined)).toBe(false);
});
