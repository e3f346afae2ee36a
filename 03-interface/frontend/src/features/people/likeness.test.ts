import { expect, it } from "vitest";

import { likelihoodOf, ofHundred, qualityOf } from "./likeness";

it("puts numbers into words", () => {
  expect([0.93, 0.8, 0.7, 0.5].map(qualityOf)).toEqual(["clear", "clear", "fair", "faint"]);
  expect([0.99, 0.8, 0.4].map(likelihoodOf)).toEqual(["almost", "likely", "maybe"]);
});

it("is never certain", () => {
  expect([1, 0.999, 0.62, 0, -1].map(ofHundred)).toEqual([99, 99, 62, 0, 0]);
});
