import { expect, it } from "vitest";

import { daysLeft } from "./days-left";

const HOUR = 3600 * 1000;
const put = "2026-11-01T12:00:00Z";
const at = new Date(put).getTime();

it.each([
  [0, 30],
  [1 * HOUR, 30],
  [29 * 24 * HOUR, 1],
  [29 * 24 * HOUR + HOUR, 1],
  [90 * 24 * HOUR, 0],
])("after %d ms %d days are left", (passed, left) => {
  expect(daysLeft(put, 30, at + passed)).toBe(left);
});
