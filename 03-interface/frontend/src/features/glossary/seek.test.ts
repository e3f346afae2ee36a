import { expect, it } from "vitest";

import { found } from "./seek";

const terms = ["CSSCT", "Kerouédan", "R&D", "اجتماع"];

it("finds a term as people type it", () => {
  expect(found(terms, "kerouedan")).toEqual(["Kerouédan"]);
  expect(found(terms, " r&d ")).toEqual(["R&D"]);
  expect(found(terms, "اجت")).toEqual(["اجتماع"]);
});

it("shows all where nothing is sought, and none where nothing fits", () => {
  expect(found(terms, " ")).toEqual(terms);
  expect(found(terms, "x.*")).toEqual([]);
});
