import type { QueryClient } from "@tanstack/react-query";

import type { Api } from "@/api/client";
import type { Transcript } from "@/api/types";
import { meetingKeys } from "@/features/meetings/api/meetings";
import { peopleKeys } from "@/features/people/api/keys";

import { readChanged, transcriptKeys } from "../api/transcripts";

/** The transcript as it is after a change: nothing of it has to be asked again. */
export function takeTranscript(queries: QueryClient, transcript: Transcript): void {
  const { meeting_id: meetingId } = transcript;
  const before = queries.getQueryData<Transcript>(transcriptKeys.one(meetingId, null));
  queries.setQueryData(transcriptKeys.one(meetingId, null), transcript);
  // Whom the machine takes a speaker for depends on who speaks, and costs a reading of the whole: not after every word.
  if (JSON.stringify(before?.speakers) !== JSON.stringify(transcript.speakers)) takeSpeakers(queries, meetingId);
  void queries.invalidateQueries({ queryKey: transcriptKeys.corrections(meetingId) });
  void queries.invalidateQueries({ queryKey: meetingKeys.all });
}

/** Shows what somebody else put right meanwhile. Where the page shows the newest already, nothing comes over the line. */
export async function lookAgain(queries: QueryClient, api: Api, meetingId: string): Promise<void> {
  const shown = () => queries.getQueryData<Transcript>(transcriptKeys.one(meetingId, null));
  const before = shown();
  if (!before) return;
  const changed = await readChanged(api, meetingId, before.state);
  // What came while it was asked for is newer than the answer.
  if (shown()?.state !== before.state) return lookAgain(queries, api, meetingId);
  if (changed) takeTranscript(queries, changed);
}

/** Who a speaker is was decided: what the page shows of guesses and of people is asked for anew. */
export function takeSpeakers(queries: QueryClient, meetingId: string): void {
  void queries.invalidateQueries({ queryKey: transcriptKeys.suggestions(meetingId) });
  void queries.invalidateQueries({ queryKey: peopleKeys.all });
}
