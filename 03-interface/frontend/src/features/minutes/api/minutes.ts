import { answered, type Api } from "@/api/client";
import { Problem } from "@/api/problem";
import type { DocumentTemplate, Minutes, MinutesChange, MinutesItemChange, MinutesTemplate, NewMinutes, NewMinutesItem } from "@/api/types";

export { minutesKeys } from "./keys";

const at = (meetingId: string) => ({ meeting_id: meetingId });

/** A meeting's minutes; `null` where none are written. */
export async function readMinutes(api: Api, meetingId: string, signal?: AbortSignal): Promise<Minutes | null> {
  try {
    return await answered(api.GET("/api/v1/meetings/{meeting_id}/minutes", { params: { path: at(meetingId) }, signal }));
  } catch (error) {
    if (error instanceof Problem && error.code === "minutes_not_found") return null;
    throw error;
  }
}

export function listTemplates(api: Api, signal?: AbortSignal): Promise<MinutesTemplate[]> {
  return answered(api.GET("/api/v1/minutes-templates", { signal }));
}

/** The organisation's own Word documents that minutes can be filled into. */
export async function listDocumentTemplates(api: Api, signal?: AbortSignal): Promise<DocumentTemplate[]> {
  return (await answered(api.GET("/api/v1/document-templates", { signal }))).items;
}

/** Writes them, or writes them anew over a draft of that version: what people wrote stays. */
export function writeMinutes(api: Api, meetingId: string, how: NewMinutes): Promise<Minutes> {
  const body = { ...how, writer: "extract" as const, keep_edited: true, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone };
  return answered(api.POST("/api/v1/meetings/{meeting_id}/minutes", { params: { path: at(meetingId) }, body }));
}

export async function removeMinutes(api: Api, meetingId: string, version: number): Promise<void> {
  await answered(api.DELETE("/api/v1/meetings/{meeting_id}/minutes", { params: { path: at(meetingId), query: { version } } }));
}

export type MinutesState = Minutes["state"];

/** The changes of one meeting's minutes, each made to the version that is named; the answer is the minutes as they then are. */
export function minutesApi(api: Api, meetingId: string) {
  const one = (id: string) => ({ ...at(meetingId), item_id: id });
  return {
    change: (version: number, change: Omit<MinutesChange, "version">): Promise<Minutes> =>
      answered(api.PATCH("/api/v1/meetings/{meeting_id}/minutes", { params: { path: at(meetingId) }, body: { version, ...change } })),
    addItem: (version: number, item: Omit<NewMinutesItem, "version">): Promise<Minutes> =>
      answered(api.POST("/api/v1/meetings/{meeting_id}/minutes/items", { params: { path: at(meetingId) }, body: { version, ...item } })),
    changeItem: (version: number, id: string, change: Omit<MinutesItemChange, "version">): Promise<Minutes> =>
      answered(api.PATCH("/api/v1/meetings/{meeting_id}/minutes/items/{item_id}", { params: { path: one(id) }, body: { version, ...change } })),
    removeItem: (version: number, id: string): Promise<Minutes> =>
      answered(api.DELETE("/api/v1/meetings/{meeting_id}/minutes/items/{item_id}", { params: { path: one(id), query: { version } } })),
    rewriteSection: (version: number, key: string): Promise<Minutes> =>
      answered(api.POST("/api/v1/meetings/{meeting_id}/minutes/sections/{key}/rewrite", { params: { path: { ...at(meetingId), key } }, body: { version } })),
    /** Takes over what a model wrote and the transcript does not say: it is one's own from then on. */
    keepUnsupported: (version: number, id: string): Promise<Minutes> =>
      answered(api.POST("/api/v1/meetings/{meeting_id}/minutes/unsupported/{item_id}/keep", { params: { path: one(id) }, body: { version } })),
    dropUnsupported: (version: number, id: string): Promise<Minutes> =>
      answered(api.DELETE("/api/v1/meetings/{meeting_id}/minutes/unsupported/{item_id}", { params: { path: one(id), query: { version } } })),
    setState: (version: number, state: MinutesState): Promise<Minutes> =>
      answered(api.PUT("/api/v1/meetings/{meeting_id}/minutes/state", { params: { path: at(meetingId) }, body: { version, state } })),
  };
}

export type MinutesApi = ReturnType<typeof minutesApi>;
