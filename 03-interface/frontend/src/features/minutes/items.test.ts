import { expect, it } from "vitest";

import type { Minutes, MinutesItem } from "@/api/types";

import { afterMove, placeOf, stillSays, withItem } from "./items";

const item = (id: string) => ({ id, text: `text of ${id}` }) as MinutesItem;
const items = ["a", "b", "c"].map(item);
const minutes = { sections: [{ key: "summary", items: [item("s")] }, { key: "decisions", items }] } as Minutes;

it("moves an item after the one that it then follows", () => {
  expect(afterMove(items, "c", -1)).toBe("a");
  expect(afterMove(items, "b", -1)).toBeNull();
  expect(afterMove(items, "a", 1)).toBe("b");
});

it("does not move past either end", () => {
  expect(afterMove(items, "a", -1)).toBeUndefined();
  expect(afterMove(items, "c", 1)).toBeUndefined();
  expect(afterMove(items, "gone", 1)).toBeUndefined();
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
