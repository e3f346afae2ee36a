import { expect, it } from "vitest";

import { beginningOf, limitsOf, NOTHING_ASKED, readQuestion, writeQuestion } from "./question";

it("keeps a search in its address and reads it again", () => {
  const question = {
    q: '"vote du budget" élus & <b>',
    by: "meaning",
    speaker: "Élodie D.",
    tag: "CSE",
    since: "2026-03-01",
    until: "2026-03-31",
    meeting: "a".repeat(32),
    sort: "-held_at",
  } as const;
  expect(readQuestion(new URLSearchParams(writeQuestion(question)))).toEqual(question);
  expect(limitsOf(question)).toBe(5);
  expect(writeQuestion(NOTHING_ASKED)).toBe("");
});

it("takes what cannot be meant for not said", () => {
  const strange = new URLSearchParams("q=%00a&since=2026-02-30&until=demain&meeting=../x&sort=title&by=magic");
  expect(readQuestion(strange)).toEqual({ ...NOTHING_ASKED, q: "a" });
});

it("counts days where the reader is", () => {
  expect(beginningOf("2026-03-14")).toBe(new Date(2026, 2, 14).toISOString());
  expect(beginningOf("2026-02-28", 1)).toBe(new Date(2026, 2, 1).toISOString());
});
