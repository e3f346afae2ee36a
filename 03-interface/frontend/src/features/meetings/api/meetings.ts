import { answered, type Api } from "@/api/client";
import type { Meeting, MeetingPage, Run, NewRun } from "@/api/types";

export const SORTS = ["-created_at", "created_at", "-held_at", "held_at", "title", "-title", "-duration", "duration"] as const;
export type Sort = (typeof SORTS)[number];

export const STATUSES = ["PENDING", "PROCESSING", "COMPLETED", "FAILED", "CANCELLED"] as const;
export type Status = (typeof STATUSES)[number];

/** What the list shows; it lives in the address, so that it can be kept, shared and gone back to. */
export interface MeetingFilter {
  q: string;
  status: Status | null;
  sort: Sort;
}

export const meetingKeys = {
  all: ["meetings"] as const,
  lists: ["meetings", "list"] as const,
  list: (filter: MeetingFilter) => ["meetings", "list", filter] as const,
  one: (id: string) => ["meetings", "one", id] as const,
};

const PAGE = 50;

export function listMeetings(api: Api, filter: MeetingFilter, cursor: string | null, signal?: AbortSignal): Promise<MeetingPage> {
  const query = {
    sort: filter.sort,
    limit: PAGE,
    ...(filter.q ? { q: filter.q } : {}),
    ...(filter.status ? { status: filter.status } : {}),
    ...(cursor ? { cursor } : {}),
  };
  return answered(api.GET("/api/v1/meetings", { params: { query }, signal }));
}

export function readMeeting(api: Api, id: string, signal?: AbortSignal): Promise<Meeting> {
  return answered(api.GET("/api/v1/meetings/{meeting_id}", { params: { path: { meeting_id: id } }, signal }));
}

/** What is left out stays as it is. */
export type MeetingChange = Partial<Pick<Meeting, "title" | "held_at" | "participants">>;

export function changeMeeting(api: Api, id: string, change: MeetingChange): Promise<Meeting> {
  return answered(api.PATCH("/api/v1/meetings/{meeting_id}", { params: { path: { meeting_id: id } }, body: change }));
}

export async function deleteMeeting(api: Api, id: string): Promise<void> {
  await answered(api.DELETE("/api/v1/meetings/{meeting_id}", { params: { path: { meeting_id: id } } }));
}

export function startRun(api: Api, id: string, settings: NewRun): Promise<Run> {
  return answered(api.POST("/api/v1/meetings/{meeting_id}/runs", { params: { path: { meeting_id: id } }, body: settings }));
}

export function cancelRun(api: Api, runId: string): Promise<Run> {
  return answered(api.POST("/api/v1/runs/{run_id}/cancel", { params: { path: { run_id: runId } } }));
}
