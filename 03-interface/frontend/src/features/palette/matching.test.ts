import { expect, it } from "vitest";

import { matching } from "./matching";

const entries = ["Réunions", "Nouvel enregistrement", "Corbeille", "Comité d’été"].map((label) => ({ label }));
const labels = (typed: string) => matching(entries, typed).map(({ label }) => label);

it("shows everything before a word is typed", () => {
  expect(labels(" ")).toHaveLength(4);
});

it("finds whatever the case, the accents and the order of the words", () => {
  expect(labels("ete COMITE")).toEqual(["Comité d’été"]);
  expect(labels("d'ete")).toEqual(["Comité d’été"]);
  expect(labels("budget")).toEqual([]);
});

it("puts first what begins with what was typed", () => {
  expect(labels("re")).toEqual(["Réunions", "Nouvel enregistrement"]);
});
