import type { Utterance } from "@/api/types";

/** A part of a recording, in seconds. */
export interface Stretch {
  start: number;
  end: number;
}

/** Enough to know somebody by ear. */
const LONGEST = 8;

/** The longest that a speaker says while nobody else speaks, cut to a few seconds; `null` where they are never alone. */
export function heardAlone(
  utterances: readonly Pick<Utterance, "speaker_id" | "start" | "end" | "overlap">[],
  speakerId: string,
): Stretch | null {
  let best: Stretch | null = null;
  for (const { speaker_id: id, start, end, overlap } of utterances)
    if (id === speakerId && !overlap && (best === null || end - start > best.end - best.start)) best = { start, end };
  return best && { start: best.start, end: Math.min(best.end, best.start + LONGEST) };
}
