// @vitest-environment jsdom
import { expect, it } from "vitest";

import type { Utterance } from "@/api/types";

import { anchorOf } from "./anchor";
import { selectedWords } from "./selection";

const utterance = {
  id: "u",
  start: 1,
  end: 5,
  words: [
    { text: "le", start: 1, end: 2 },
    { text: "gros", start: 2, end: 3 },
    { text: "budget", start: 3, end: 4.5 },
  ],
} as Utterance;

it("holds on to words by their times, and to the whole without quoting it", () => {
  expect(anchorOf(utterance, 1, 3)).toEqual({ utterance_id: "u", start: 2, end: 4.5, quote: "gros budget" });
  expect(anchorOf(utterance)).toEqual({ utterance_id: "u", start: 1, end: 5, quote: "" });
  expect(anchorOf(utterance, 0, 3).quote).toBe("");
});

it("is the words of one utterance that a selection touches", () => {
  document.body.innerHTML = ["a b c", "d e"]
    .map((line, n) => `<article id="u-${n}"><p>${line.split(" ").map((word, at) => `<span data-word="${at}">${word}</span>`).join(" ")}</p></article>`)
    .join("");
  const word = (text: string) => [...document.querySelectorAll("span")].find((one) => one.textContent === text)?.firstChild as Text;
  const between = (from: [Node, number], to: [Node, number]) => {
    const selection = window.getSelection() as Selection;
    selection.setBaseAndExtent(...from, ...to);
    const found = selectedWords(selection);
    return found && [found.article.id, found.first, found.last];
  };
  expect(between([word("b"), 0], [word("c"), 1])).toEqual(["u-0", 1, 3]);
  expect(between([word("a"), 1], [word("c"), 0])).toEqual(["u-0", 1, 2]);
  expect(between([word("b"), 0], [word("d"), 1])).toBeNull();
  expect(between([word("b"), 0], [word("b"), 0])).toBeNull();
});
