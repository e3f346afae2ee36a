import { expect, it } from "vitest";

import type { FoundMeeting, Passage } from "@/api/types";

import { byMeeting } from "./by-meeting";

const meeting = (id: string) => ({ id }) as FoundMeeting;
const passage = (id: number, of: string) => ({ id, meeting_id: of }) as Passage;

it("keeps what came on two pages together, in order, and once", () => {
  const found = byMeeting([
    { meetings: [meeting("a"), meeting("b")], passages: [passage(1, "a"), passage(2, "b")] },
    { meetings: [meeting("b"), meeting("c")], passages: [passage(2, "b"), passage(3, "b"), passage(4, "c")] },
  ]);
  expect(found.map(({ meeting: { id }, passages }) => [id, passages.map((one) => one.id)])).toEqual([
    ["a", [1]],
    ["b", [2, 3]],
    ["c", [4]],
  ]);
});
