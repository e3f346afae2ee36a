import { expect, it } from "vitest";

import { written } from "./keys";

it("writes keys as they are called, and plus as a key", () => {
  expect(written("space K", (key) => key.toUpperCase())).toEqual(["SPACE", "K"]);
  expect(written("Ctrl+enter", () => "Entrée")).toEqual(["Ctrl+Entrée"]);
  expect(written("+ -", () => "")).toEqual(["+", "-"]);
});
