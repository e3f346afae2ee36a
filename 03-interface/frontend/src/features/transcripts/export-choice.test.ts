import { describe, expect, it } from "vitest";

import { fileName, FORMATS, optionsOf, readChoice } from "./export-choice";

it.each([
  ["Comité social, séance de novembre", "Comité social, séance de novembre"],
  ["../../etc/passwd", "etc passwd"],
  ['a<b>:"c"|d?*', "a b c d"],
  ["...", "transcript"],
  ["", "transcript"],
])("%s is saved as %s", (title, name) => {
  expect(fileName(title)).toBe(name);
});

describe("what can be chosen", () => {
  it("is all of it where people read the file", () => expect(optionsOf("html")).toEqual(["times", "speakers", "doubts", "anonymous"]));
  it("is who speaks in subtitles", () => expect(optionsOf("vtt")).toEqual(["speakers", "anonymous"]));
  it("is to be without names in every format", () => expect(FORMATS.filter((format) => !optionsOf(format).includes("anonymous"))).toEqual([]));
});

it("asks only for what the format can follow", () => {
  const form = new FormData();
  form.set("format", "srt");
  form.set("doubts", "on");
  form.set("anonymous", "on");
  expect(readChoice(form)).toEqual({ format: "srt", speakers: false, anonymous: true });
});
