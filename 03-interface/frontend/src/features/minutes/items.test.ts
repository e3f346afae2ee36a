import { expect, it } from "vitest";

import type { Minutes, MinutesItem } from "@/api/types";

import { placeOf, spotOfMove, stillSays, withItem } from "./items";

const item = (id: string) => ({ id, text: `text of ${id}` }) as MinutesItem;
const items = ["a", "b", "c"].map(item);
const minutes = { sections: [{ key: "summary", items: [item("s")] }, { key: "decisions", items }] } as Minutes;
const spot = (id: string, step: -1 | 1, of = minutes) => {
  const place = placeOf(of, id);
  return place ? spotOfMove(of.sections, place, step) : undefined;
};

it("moves an item after the one that it then follows", () => {
  expect(spot("c", -1)).toEqual({ section: "decisions", after: "a" });
  expect(spot("b", -1)).toEqual({ section: "decisions", after: null });
  expect(spot("a", 1)).toEqual({ section: "decisions", after: "b" });
});

it("moves an item past the end of its section into the next", () => {
  expect(spot("s", 1)).toEqual({ section: "decisions", after: null });
  expect(spot("a", -1)).toEqual({ section: "summary", after: "s" });
  const empty = { sections: [{ key: "votes", items: [] as MinutesItem[] }, ...minutes.sections] } as Minutes;
  expect(spot("s", -1, empty)).toEqual({ section: "votes", after: null });
});

it("does not move past either end", () => {
  expect(spot("s", -1)).toBeUndefined();
  expect(spot("c", 1)).toBeUndefined();
  expect(spot("gone", 1)).toBeUndefined();
});

it("finds an item in its section", () => {
  expect(placeOf(minutes, "b")).toMatchObject({ section: { key: "decisions" }, at: 1 });
  expect(placeOf(minutes, "gone")).toBeNull();
});

it("knows whether an item still says what its writer saw", () => {
  expect(stillSays("b", "text of b")(minutes)).toBe(true);
  expect(stillSays("b", "another")(minutes)).toBe(false);
  expect(stillSays("gone", "")(minutes)).toBe(false);
});

it("changes one item and leaves the others", () => {
  const after = withItem(minutes, { id: "b", status: "done" });
  expect(placeOf(after, "b")?.item).toEqual({ ...item("b"), status: "done" });
  expect(placeOf(after, "c")?.item).toEqual(item("c"));
});
