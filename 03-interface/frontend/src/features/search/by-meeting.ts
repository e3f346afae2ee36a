import type { FoundMeeting, Passage, SearchPage } from "@/api/types";

export interface FoundIn {
  meeting: FoundMeeting;
  passages: Passage[];
}

/** The passages of all pages by meeting, in the order they came. What two pages both have, because something changed between them, stands once. */
export function byMeeting(pages: readonly Pick<SearchPage, "meetings" | "passages">[]): FoundIn[] {
  const found = new Map<string, FoundIn>();
  const seen = new Set<number>();
  for (const page of pages) {
    for (const meeting of page.meetings) if (!found.has(meeting.id)) found.set(meeting.id, { meeting, passages: [] });
    for (const passage of page.passages) {
      if (seen.has(passage.id)) continue;
      seen.add(passage.id);
      found.get(passage.meeting_id)?.passages.push(passage);
    }
  }
  return [...found.values()].filter(({ passages }) => passages.length > 0);
}
