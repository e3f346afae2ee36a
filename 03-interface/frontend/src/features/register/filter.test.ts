import { expect, it } from "vitest";

import { limitsOf, readFilter, WHOLE, writeFilter } from "./filter";

const read = (address: string) => readFilter(new URLSearchParams(address));

it("reads back what it writes", () => {
  const filter = { ...WHOLE, kind: "action", owner: "Claire & Léa", status: "open", from: "2026-03-01", until: "2026-03-31", q: "budget été", sort: "meeting" } as const;
  expect(read(writeFilter(filter))).toEqual(filter);
  expect(limitsOf(filter)).toBe(6);
});

it("knows every kind that the register lists", () => {
  for (const kind of ["decision", "action", "question"] as const) expect(read(`?kind=${kind}`)).toEqual({ ...WHOLE, kind });
});

it("has the whole register at the bare address", () => {
  expect(read("")).toEqual(WHOLE);
  expect(writeFilter(WHOLE)).toBe("");
});

it("takes what it does not understand as not said", () => {
  expect(read("?kind=wish&status=maybe&from=2026-02-30&until=soon&meeting=../x&sort=odd")).toEqual(WHOLE);
});
