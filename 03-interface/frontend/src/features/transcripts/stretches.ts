import type { Utterance } from "@/api/types";

/** A minute of the meeting, or somewhat more where somebody speaks beyond it: it is drawn or not as a whole. */
export interface Stretch {
  /** Which minute; that of its first utterance. */
  minute: number;
  /** The place of its first utterance in the transcript. */
  first: number;
  utterances: readonly Utterance[];
}

const SECONDS = 60;

/**
 * The transcript minute by minute; minutes in which nobody begins to speak are left out.
 *
 * By time and not by number: cutting, joining or taking out an utterance leaves all others in the minute where they are, so that an
 * open editor among them is never drawn anew.
 */
export function stretchesOf(utterances: readonly Utterance[]): Stretch[] {
  const found: (Stretch & { utterances: Utterance[] })[] = [];
  utterances.forEach((utterance, place) => {
    const minute = Math.floor(utterance.start / SECONDS);
    const last = found.at(-1);
    // Never back: a line that was joined with others may begin before the one above it.
    if (last && minute <= last.minute) last.utterances.push(utterance);
    else found.push({ minute, first: place, utterances: [utterance] });
  });
  return found;
}

/** The stretch that is heard at a time: the one begun last, or the first one; none where there is none. */
export function stretchAt(stretches: readonly Stretch[], time: number): Stretch | undefined {
  const minute = Math.floor(time / SECONDS);
  return stretches.findLast((one) => one.minute <= minute) ?? stretches[0];
}

// Of the reading face at 68 characters a line.
const LINE_PX = 27;
const LINE_CHARACTERS = 72;

/** Pixels that utterances are likely to take; only until they are drawn, then their true height is remembered. */
export function likelyHeight(utterances: readonly Pick<Utterance, "text" | "speaker_id">[]): number {
  return utterances.reduce((sum, { text, speaker_id: speaker }, at) => {
    const above = utterances[at - 1]?.speaker_id === speaker ? 12 : 24;
    return sum + Math.ceil(text.length / LINE_CHARACTERS) * LINE_PX + above;
  }, 0);
}
