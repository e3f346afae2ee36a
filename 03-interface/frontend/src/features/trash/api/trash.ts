import { answered, type Api } from "@/api/client";
import type { TrashPage } from "@/api/types";
import { inPortions } from "@/features/meetings/api/meetings";

export const trashKeys = {
  // Under the meetings: whatever brings those afresh brings the trash afresh.
  list: ["meetings", "trash", "list"] as const,
  days: ["meetings", "trash", "days"] as const,
};

const PAGE = 100;

export function listTrash(api: Api, cursor: string | null, signal?: AbortSignal): Promise<TrashPage> {
  return answered(api.GET("/api/v1/trash", { params: { query: { limit: PAGE, ...(cursor ? { cursor } : {}) } }, signal }));
}

/** After how many days in the trash a meeting is deleted for good. */
export async function trashDays(api: Api, signal?: AbortSignal): Promise<number> {
  return (await answered(api.GET("/api/v1/trash", { params: { query: { limit: 1 } }, signal }))).days;
}

/** Puts meetings into the trash; tells which went there. */
export function trashMeetings(api: Api, ids: readonly string[]): Promise<string[]> {
  return inPortions(ids, async (meetings) => (await answered(api.POST("/api/v1/meetings/trash", { body: { meetings } }))).meetings);
}

/** Takes meetings out of the trash; tells which came back. */
export function restoreMeetings(api: Api, ids: readonly string[]): Promise<string[]> {
  return inPortions(ids, async (meetings) => (await answered(api.POST("/api/v1/meetings/restore", { body: { meetings } }))).meetings);
}

export async function emptyTrash(api: Api): Promise<void> {
  await answered(api.DELETE("/api/v1/trash"));
}
