import { expect, it } from "vitest";

import type { QueuedRun } from "@/api/types";

import { movesAmongAll, movesAmongMine } from "./moves";

const waiting = (id: string, priority = 0) => ({ id, priority }) as QueuedRun;
const line = [waiting("a"), waiting("b"), waiting("c", 10), waiting("d", -10)];
const [a, b, c, d] = line as [QueuedRun, QueuedRun, QueuedRun, QueuedRun];

it("offers an administrator the front and a priority more or less, and the way back", () => {
  expect(movesAmongAll(b, line)).toEqual({
    first: { how: "first", back: 0 },
    earlier: { how: "priority", to: -1, back: 0 },
    later: { how: "priority", to: 1, back: 0 },
  });
});

it("offers nothing that would change nothing", () => {
  expect(movesAmongAll(a, line).first).toBeNull();
  expect(movesAmongAll(c, line).later).toBeNull();
  expect(movesAmongAll(d, line).earlier).toBeNull();
  expect(movesAmongMine(a, [a])).toEqual({ first: null, earlier: null, later: null });
});

it("offers a member places among their own", () => {
  expect(movesAmongMine(b, [a, b, c])).toEqual({
    first: null,
    earlier: { how: "place", to: 0, back: 1 },
    later: { how: "place", to: 2, back: 1 },
  });
  expect(movesAmongMine(c, [a, b, c]).first).toEqual({ how: "place", to: 0, back: 2 });
});
