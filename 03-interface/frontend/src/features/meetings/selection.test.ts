import { expect, it } from "vitest";

import { choose, chooseAll, NOTHING, remaining, type Selection } from "./selection";

const order = ["a", "b", "c", "d", "e"];
const list = ({ chosen }: Selection) => [...chosen].sort().join("");

it("chooses one by one, and takes back", () => {
  const two = choose(choose(NOTHING, order, "b"), order, "d");
  expect(list(two)).toBe("bd");
  expect(list(choose(two, order, "b"))).toBe("d");
});

it("chooses a stretch in either direction, and leaves one out again", () => {
  const stretch = choose(choose(NOTHING, order, "d"), order, "b", true);
  expect(list(stretch)).toBe("bcd");
  expect(list(choose(stretch, order, "c", true))).toBe("d");
  expect(list(choose(NOTHING, order, "c", true))).toBe("c");
});

it("chooses all, then none", () => {
  const all = chooseAll(choose(NOTHING, order, "b"), order);
  expect(list(all)).toBe("abcde");
  expect(list(chooseAll(all, order))).toBe("");
  expect(list(chooseAll(NOTHING, []))).toBe("");
});

it("forgets what left the list", () => {
  const two = choose(choose(NOTHING, order, "b"), order, "d");
  expect(list(remaining(two, ["a", "d"]))).toBe("d");
  expect(remaining(two, order)).toBe(two);
  expect(remaining(two, ["a"]).anchor).toBeNull();
});
