import type { AnswerSentence, Citation } from "@/api/types";
import type { Sample } from "@/features/playback/hooks/use-audition";

/** A citation whose meeting is still there. */
export type HeardCitation = Citation & { meeting_id: string };

/** What a citation is called among all that are shown. */
export function nameOf(of: string, { number }: Pick<Citation, "number">): string {
  return `${of} ${number}`;
}

export function isHeard(citation: Citation): citation is HeardCitation {
  return citation.meeting_id !== null;
}

/** What is played of it. */
export function sampleOf({ meeting_id: meetingId, start_ms: start, end_ms: end }: HeardCitation): Sample {
  return { meetingId, start: start / 1000, end: end / 1000 };
}

/** The address of a meeting at the second that is cited. */
export function placeOf({ meeting_id: meetingId, start_ms: start }: HeardCitation): string {
  return `/meetings/${meetingId}?t=${Math.floor(start / 1000)}`;
}

/** A citation's number as it stands in a text. */
export function markOf({ number }: Pick<Citation, "number">): string {
  return `[${number}]`;
}

/** Those that sentences rest on, by their numbers. */
export function citedBy(sentences: readonly AnswerSentence[], citations: readonly Citation[]): Citation[] {
  const numbers = new Set(sentences.flatMap((sentence) => sentence.citations));
  return citations.filter(({ number }) => numbers.has(number));
}
