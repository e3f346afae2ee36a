import { expect, it } from "vitest";

import { returnPath, signInPath } from "./return-path";

it.each([
  ["/meetings/42?t=761", "/meetings/42?t=761"],
  ["/users", "/users"],
  ["//evil.example", "/meetings"],
  ["/\\evil.example", "/meetings"],
  ["https://evil.example/", "/meetings"],
  ["javascript:alert(1)", "/meetings"],
  ["/sign-in?from=/sign-in", "/meetings"],
  ["", "/meetings"],
  [null, "/meetings"],
])("%s → %s", (asked, path) => {
  expect(returnPath(asked)).toBe(path);
});

it("brings the reader back to the second they were at", () => {
  const url = new URL(signInPath("/meetings/42?t=761"), "http://here");
  expect(returnPath(url.searchParams.get("from"))).toBe("/meetings/42?t=761");
});
