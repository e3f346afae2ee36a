import { answered, type Api } from "@/api/client";
import type { Notes, NotesChange } from "@/api/types";

export const notesKeys = { of: (meetingId: string) => ["notes", meetingId] as const };

export function readNotes(api: Api, meetingId: string, signal?: AbortSignal): Promise<Notes> {
  return answered(api.GET("/api/v1/meetings/{meeting_id}/notes", { params: { path: { meeting_id: meetingId } }, signal }));
}

export function changeNotes(api: Api, meetingId: string, change: NotesChange): Promise<Notes> {
  return answered(api.PATCH("/api/v1/meetings/{meeting_id}/notes", { params: { path: { meeting_id: meetingId } }, body: change }));
}
