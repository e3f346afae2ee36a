import { addressOf, type Question } from "@/api/asking-ahead";
import { readTranscript } from "@/features/transcripts/api/transcripts";

import { listMeetings, readMeeting } from "./api/meetings";
import { readFilter } from "./filter";
import { revisionIn } from "./revision";

const MEETING = /^\/meetings\/([0-9a-f]{32})$/;

/** What the list and the page of a meeting ask of the API first; other pages: nothing. */
export async function askedFirst({ pathname, searchParams }: URL, origin: string): Promise<Question[]> {
  if (pathname === "/meetings") return [{ address: await addressOf(origin, (api) => listMeetings(api, readFilter(searchParams), null)) }];
  const id = MEETING.exec(pathname)?.[1];
  if (id === undefined) return [];
  const meeting = await addressOf(origin, (api) => readMeeting(api, id));
  const transcript = await addressOf(origin, (api) => readTranscript(api, id, revisionIn(searchParams)));
  return [{ address: meeting }, { address: transcript, where: { address: meeting, has: "revision" } }];
}
