import { answered, type Api } from "@/api/client";
import type { Tag } from "@/api/types";
import { inPortions } from "@/features/meetings/api/meetings";

export const tagKeys = { all: ["tags"] as const };

export async function listTags(api: Api, signal?: AbortSignal): Promise<Tag[]> {
  return (await answered(api.GET("/api/v1/tags", { signal }))).items;
}

/** Tags that meetings are given, and tags that are taken from them. */
export interface Tagging {
  meetings: readonly string[];
  add: readonly string[];
  remove: readonly string[];
}

/** Tells which meetings were changed. */
export function tagMeetings(api: Api, { meetings, add, remove }: Tagging): Promise<string[]> {
  const body = { add: [...add], remove: [...remove] };
  return inPortions(meetings, async (portion) => (await answered(api.POST("/api/v1/meetings/tags", { body: { meetings: portion, ...body } }))).meetings);
}

export async function renameTag(api: Api, name: string, newName: string): Promise<void> {
  await answered(api.PATCH("/api/v1/tags", { body: { name, new_name: newName } }));
}

export async function removeTag(api: Api, name: string): Promise<void> {
  await answered(api.DELETE("/api/v1/tags", { params: { query: { name } } }));
}
