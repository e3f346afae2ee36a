import { answered, type Api } from "@/api/client";
import type { SearchPage, SpeakerName } from "@/api/types";

import { beginningOf, type Question } from "../question";

export const searchKeys = {
  all: ["search"] as const,
  page: (question: Question) => ["search", "page", question] as const,
  speakers: ["search", "speakers"] as const,
};

/** Passages of one meeting among those of others; whoever looks through one meeting sees them all. */
const OF_EACH = 4;
const OF_ONE = 500;
const AT_ONCE = 30;

/** The longest text that is looked for, in characters. */
export const LONGEST = 2000;

export function searchPassages(api: Api, question: Question, cursor: string | null, signal?: AbortSignal): Promise<SearchPage> {
  const { q, by, speaker, tag, since, until, meeting, sort } = question;
  const query = {
    q: q.slice(0, LONGEST),
    by,
    // Somebody may still be typing: what begins as the last word does is found too.
    unfinished: by === "words",
    sort,
    limit: AT_ONCE,
    per_meeting: meeting ? OF_ONE : OF_EACH,
    ...(speaker ? { speaker } : {}),
    ...(tag ? { tag } : {}),
    ...(since ? { since: beginningOf(since) } : {}),
    ...(until ? { until: beginningOf(until, 1) } : {}),
    ...(meeting ? { meeting } : {}),
    ...(cursor ? { cursor } : {}),
  };
  return answered(api.GET("/api/v1/search", { params: { query }, signal }));
}

/** Names that somebody speaks under, those heard most first. */
export async function listSpeakerNames(api: Api, signal?: AbortSignal): Promise<SpeakerName[]> {
  return (await answered(api.GET("/api/v1/search/speakers", { signal }))).items;
}
