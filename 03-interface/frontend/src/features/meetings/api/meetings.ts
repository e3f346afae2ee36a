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
  /** A tag that they carry; empty: any or none. */
  tag: string;
  sort: Sort;
}

export const meetingKeys = {
  all: ["meetings"] as const,
  lists: ["meetings", "list"] as const,
  list: (filter: MeetingFilter) => ["meetings", "list", filter] as const,
  one: (id: string) => ["meetings", "one", id] as const,
};

// The first page is there at once; who goes on to read wants many.
const FIRST_PAGE = 50;
const NEXT_PAGES = 200;
/** Meetings that one request may name. */
const MOST_AT_ONCE = 500;

export function listMeetings(api: Api, filter: MeetingFilter, cursor: string | null, signal?: AbortSignal): Promise<MeetingPage> {
  const query = {
    sort: filter.sort,
    limit: cursor ? NEXT_PAGES : FIRST_PAGE,
    ...(filter.q ? { q: filter.q } : {}),
    ...(filter.status ? { status: filter.status } : {}),
    ...(filter.tag ? { tag: filter.tag } : {}),
    ...(cursor ? { cursor } : {}),
  };
  return answered(api.GET("/api/v1/meetings", { params: { query }, signal }));
}

export function readMeeting(api: Api, id: string, signal?: AbortSignal): Promise<Meeting> {
  return answered(api.GET("/api/v1/meetings/{meeting_id}", { params: { path: { meeting_id: id } }, signal }));
}

/** What is left out stays as it is. */
export type MeetingChange = Partial<Pick<Meeting, "title" | "held_at" | "participants" | "tags">>;

export function changeMeeting(api: Api, id: string, change: MeetingChange): Promise<Meeting> {
  return answered(api.PATCH("/api/v1/meetings/{meeting_id}", { params: { path: { meeting_id: id } }, body: change }));
}

export async function deleteMeeting(api: Api, id: string): Promise<void> {
  await answered(api.DELETE("/api/v1/meetings/{meeting_id}", { params: { path: { meeting_id: id } } }));
}

/** Runs several again, each with the settings it had; tells which now wait. */
export function startRuns(api: Api, ids: readonly string[]): Promise<string[]> {
  return inPortions(ids, async (meetings) => (await answered(api.POST("/api/v1/meetings/runs", { body: { meetings } }))).meetings);
}

/** Asks about many meetings, as many at a time as one request may name; the answers as one. */
export async function inPortions(ids: readonly string[], ask: (portion: string[]) => Promise<string[]>): Promise<string[]> {
  const told: string[] = [];
  for (let at = 0; at < ids.length; at += MOST_AT_ONCE) told.push(...(await ask(ids.slice(at, at + MOST_AT_ONCE))));
  return told;
}

export function startRun(api: Api, id: string, settings: NewRun): Promise<Run> {
  return answered(api.POST("/api/v1/meetings/{meeting_id}/runs", { params: { path: { meeting_id: id } }, body: settings }));
}

export function cancelRun(api: Api, runId: string): Promise<Run> {
  return answered(api.POST("/api/v1/runs/{run_id}/cancel", { params: { path: { run_id: runId } } }));
}
