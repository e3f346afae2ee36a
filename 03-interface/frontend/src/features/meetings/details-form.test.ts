import { expect, it } from "vitest";

import { asLocalTime, asTypedSpeakers, readDetails, readNames, readSpeakers, titleFrom } from "./details-form";

it("reads names however they are separated, each once", () => {
  expect(readNames("Claire Dubois, Marc; Inès\nMarc ,, ")).toEqual(["Claire Dubois", "Marc", "Inès"]);
});

it("leaves unsaid what was left empty", () => {
  const form = new FormData();
  for (const name of ["held_at", "language", "speakers", "participants"]) form.set(name, " ");
  expect(readDetails(form)).toEqual({ heldAt: null, language: null, speakers: null, speakersMost: null, participants: [] });
});

it.each([
  ["4", 4, null],
  ["2-6", 2, 6],
  ["2 – 6", 2, 6],
  ["", null, null],
])("reads %j as a number of speakers", (typed, speakers, speakersMost) => {
  expect(readSpeakers(typed)).toEqual({ speakers, speakersMost });
  expect(readSpeakers(asTypedSpeakers(speakers, speakersMost))).toEqual({ speakers, speakersMost });
});

it("keeps the reader's time of day there and back", () => {
  const form = new FormData();
  form.set("held_at", "2026-11-03T14:05");
  const { heldAt } = readDetails(form);
  expect(asLocalTime(heldAt ?? "")).toBe("2026-11-03T14:05");
});

it.each([
  ["2026-11-03_comite_social.m4a", "2026-11-03 comite social"],
  ["Réunion n° 4. Suite.mp3", "Réunion n° 4. Suite"],
  ["GMT20261103", "GMT20261103"],
])("%s gives a title", (name, title) => {
  expect(titleFrom(name)).toBe(title);
});
