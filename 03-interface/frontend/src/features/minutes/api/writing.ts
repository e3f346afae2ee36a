import { answered, type Api } from "@/api/client";
import type { MinutesWriter, NewMinutesRun, Run } from "@/api/types";

const at = (meetingId: string) => ({ path: { meeting_id: meetingId } });

/** Who writes minutes here: the extract, and a model of language where one is set up. */
export function listWriters(api: Api, signal?: AbortSignal): Promise<MinutesWriter[]> {
  return answered(api.GET("/api/v1/minutes-writers", { signal }));
}

/** The last runs in which a model wrote a meeting's minutes, the newest first. */
export function listMinutesRuns(api: Api, meetingId: string, signal?: AbortSignal): Promise<Run[]> {
  return answered(api.GET("/api/v1/meetings/{meeting_id}/minutes/runs", { params: at(meetingId), signal }));
}

/** Has a model write them, or one section of a draft of that version. What people wrote stays. */
export function startMinutesRun(api: Api, meetingId: string, how: NewMinutesRun): Promise<Run> {
  const body = { ...how, keep_edited: true, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone };
  return answered(api.POST("/api/v1/meetings/{meeting_id}/minutes/runs", { params: at(meetingId), body }));
}
