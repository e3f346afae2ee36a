import { expect, it } from "vitest";

import { readAgain } from "./run-again";

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

it("says everything, so that nothing is taken from the run before unseen", () => {
  expect(readAgain(form({ language: "", speakers: "", preset: "", glossary: " " }))).toEqual({
    language: null,
    speakers: null,
    speakers_most: null,
    preset: null,
    glossary: [],
  });
});

it("reads what is said", () => {
  expect(readAgain(form({ language: "fr", speakers: "2-4", preset: "accurate", glossary: "CSSCT, Nagg\nClov" }))).toEqual({
    language: "fr",
    speakers: 2,
    speakers_most: 4,
    preset: "accurate",
    glossary: ["CSSCT", "Nagg", "Clov"],
  });
});
