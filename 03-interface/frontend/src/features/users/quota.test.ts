import { expect, it } from "vitest";

import { kindOf, proposed, quotaBytes } from "./quota";

it("tells whose limit holds", () => {
  expect([null, 0, 5].map((quota_bytes) => kindOf({ quota_bytes }))).toEqual(["default", "none", "own"]);
});

it("reads back what it proposes", () => {
  for (const effective_quota_bytes of [1_500_000_000, 999_999_999, 1]) {
    expect(quotaBytes("own", Number(proposed({ effective_quota_bytes })))).toBe(effective_quota_bytes);
  }
  expect(proposed({ effective_quota_bytes: 0 })).toBe("");
});

it("never takes a limit for none", () => {
  expect(quotaBytes("own", 0.000_000_000_1)).toBe(1);
  expect(quotaBytes("none", 5)).toBe(0);
  expect(quotaBytes("default", 5)).toBeNull();
});
