import { QueryClient, type InfiniteData } from "@tanstack/react-query";
import { expect, it } from "vitest";

import type { Meeting, MeetingPage, Run } from "@/api/types";
import { meetingKeys, type MeetingFilter } from "@/features/meetings/api/meetings";

import { takeNews } from "./live-runs";

const filter: MeetingFilter = { q: "", status: null, tag: "", sort: "-created_at" };

function run(id: string, at: string, change: Partial<Run> = {}): Run {
  return { id, meeting_id: "m", status: "PROCESSING", progress: 0.1, created_at: at, ...change } as Run;
}

function holding(held: Run) {
  const queries = new QueryClient();
  const meeting = { id: "m", status: held.status, run: held } as Meeting;
  const other = { id: "n", status: "COMPLETED", run: null } as Meeting;
  queries.setQueryData<Meeting>(meetingKeys.one("m"), meeting);
  queries.setQueryData<InfiniteData<MeetingPage>>(meetingKeys.list(filter), {
    pages: [{ items: [meeting, other], next_cursor: null, total: 2 }],
    pageParams: [null],
  });
  return {
    queries,
    one: () => queries.getQueryData<Meeting>(meetingKeys.one("m")),
    list: () => queries.getQueryData<InfiniteData<MeetingPage>>(meetingKeys.list(filter))?.pages[0]?.items,
  };
}

it("brings the news to the page and to every list, and to no other meeting", () => {
  const { queries, one, list } = holding(run("r1", "2026-11-03T10:00:00Z"));
  takeNews(queries, run("r1", "2026-11-03T10:00:00Z", { progress: 0.6 }));
  expect(one()?.run?.progress).toBe(0.6);
  expect(list()?.map((meeting) => meeting.run?.progress)).toEqual([0.6, undefined]);
});

it("does not let a replayed earlier run overwrite the present one", () => {
  const { queries, one } = holding(run("r2", "2026-11-03T12:00:00Z"));
  takeNews(queries, run("r1", "2026-11-03T10:00:00Z", { status: "FAILED" }));
  expect(one()?.status).toBe("PROCESSING");
  expect(one()?.run?.id).toBe("r2");
});

it("has the meeting read afresh once its run has ended", () => {
  const { queries, one } = holding(run("r1", "2026-11-03T10:00:00Z"));
  takeNews(queries, run("r1", "2026-11-03T10:00:00Z", { status: "COMPLETED" }));
  expect(one()?.status).toBe("COMPLETED");
  expect(queries.getQueryState(meetingKeys.one("m"))?.isInvalidated).toBe(true);
});
