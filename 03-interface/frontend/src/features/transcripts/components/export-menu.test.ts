import { expect, it } from "vitest";

import { fileName } from "./export-menu";

it.each([
  ["Comité social, séance de novembre", "Comité social, séance de novembre"],
  ["../../etc/passwd", "etc passwd"],
  ['a<b>:"c"|d?*', "a b c d"],
  ["...", "transcript"],
  ["", "transcript"],
])("%s is saved as %s", (title, name) => {
  expect(fileName(title)).toBe(name);
});
