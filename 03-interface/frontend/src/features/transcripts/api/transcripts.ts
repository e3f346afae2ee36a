import { answered, type Api } from "@/api/client";
import type { Peaks, Revision, Run, Suggestion, Transcript } from "@/api/types";

export const transcriptKeys = {
  all: ["transcripts"] as const,
  of: (meetingId: string) => ["transcripts", meetingId] as const,
  one: (meetingId: string, revision: number | null) => ["transcripts", meetingId, "revision", revision] as const,
  revisions: (meetingId: string) => ["transcripts", meetingId, "revisions"] as const,
  corrections: (meetingId: string) => ["transcripts", meetingId, "corrections"] as const,
  suggestions: (meetingId: string) => ["transcripts", meetingId, "suggestions"] as const,
  peaks: (meetingId: string) => ["peaks", meetingId] as const,
};

/** The client's types for answers turn a word, a tuple, into an array; the description itself says what it is. */
export function answeredTranscript(asked: Promise<{ data?: unknown; error?: unknown; response: Response }>): Promise<Transcript> {
  return answered(asked) as Promise<Transcript>;
}

const at = (meetingId: string) => ({ path: { meeting_id: meetingId } });

/** A transcript with its corrections applied; the newest revision where none is named. */
export function readTranscript(api: Api, meetingId: string, revision: number | null, signal?: AbortSignal): Promise<Transcript> {
  const query = revision === null ? {} : { revision };
  return answeredTranscript(api.GET("/api/v1/meetings/{meeting_id}/transcript", { params: { ...at(meetingId), query }, signal }));
}

/** The newest transcript where it is another than the one in that state; `null` where it still stands so. */
export async function readChanged(api: Api, meetingId: string, state: string): Promise<Transcript | null> {
  const query = { known: state };
  return (await answeredTranscript(api.GET("/api/v1/meetings/{meeting_id}/transcript", { params: { ...at(meetingId), query } }))) ?? null;
}

export function listRevisions(api: Api, meetingId: string, signal?: AbortSignal): Promise<Revision[]> {
  return answered(api.GET("/api/v1/meetings/{meeting_id}/transcripts", { params: at(meetingId), signal }));
}

export function readPeaks(api: Api, meetingId: string, signal?: AbortSignal): Promise<Peaks> {
  return answered(api.GET("/api/v1/meetings/{meeting_id}/peaks", { params: at(meetingId), signal }));
}

/** Whom the machine takes the speakers for that nobody has named. */
export function listSuggestions(api: Api, meetingId: string, signal?: AbortSignal): Promise<Suggestion[]> {
  return answered(api.GET("/api/v1/meetings/{meeting_id}/suggestions", { params: at(meetingId), signal }));
}

/** Looks for known voices again, after one was learnt; no word is transcribed anew. */
export function identifyAgain(api: Api, meetingId: string): Promise<Run> {
  return answered(api.POST("/api/v1/meetings/{meeting_id}/identifications", { params: at(meetingId) }));
}
