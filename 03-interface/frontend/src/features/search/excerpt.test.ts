import { expect, it } from "vitest";

import { excerpt } from "./excerpt";

const shown = (text: string, hits: { start: number; end: number }[], most?: number, before?: number) =>
  excerpt(text, hits, most, before)
    .map(({ text: piece, hit }) => (hit ? `[${piece}]` : piece))
    .join("");

it("marks what was hit, counting emoji and combining marks as the API does", () => {
  expect(shown("🎉👩🏽 e\u0301te\u0301 fini", [{ start: 4, end: 9 }])).toBe("🎉👩🏽 [e\u0301te\u0301] fini");
  expect(shown("budget, budget", [{ start: 0, end: 6 }, { start: 8, end: 14 }])).toBe("[budget], [budget]");
  expect(shown("<b>rien</b>", [])).toBe("<b>rien</b>");
  expect(shown("", [])).toBe("");
});

it("cuts a long text round its first hit, between words", () => {
  const text = `${"mot ".repeat(50)}budget ${"fin ".repeat(50)}`.trim();
  expect(shown(text, [{ start: 200, end: 206 }], 40, 10)).toBe("… mot mot [budget] fin fin fin fin fin fin …");
  expect(shown(text, [], 12, 4)).toBe("mot mot mot …");
});

it("never cuts a hit away that is longer than what is shown", () => {
  expect(shown("a".repeat(50), [{ start: 0, end: 50 }], 10, 2)).toBe(`[${"a".repeat(50)}]`);
});
