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

/** A quarter of an hour: what is far from the screen as a whole. */
export interface Part {
  quarter: number;
  stretches: readonly Stretch[];
  utterances: readonly Utterance[];
}

const MINUTES = 15;

/** The minutes by quarters of an hour. By time too: what is joined or cut leaves all others in theirs. */
export function partsOf(stretches: readonly Stretch[]): Part[] {
  const quarters = new Map<number, Stretch[]>();
  for (const stretch of stretches) {
    const quarter = Math.floor(stretch.minute / MINUTES);
    const found = quarters.get(quarter);
    if (found) found.push(stretch);
    else quarters.set(quarter, [stretch]);
  }
  return [...quarters].map(([quarter, found]) => ({ quarter, stretches: found, utterances: found.flatMap(({ utterances }) => utterances) }));
}

/** Pixels of a large screen. */
const SCREEN_PX = 1000;

/** The minutes that a screen shows of which the reader begins at a time: what is heard then, some before it and a screen after it. */
export function minutesInSight(stretches: readonly Stretch[], time: number): ReadonlySet<number> {
  const at = Math.max(0, stretches.findLastIndex(({ minute }) => minute <= Math.floor(time / SECONDS)));
  const minutes = new Set<number>();
  let height = 0;
  for (const [place, { minute, utterances }] of stretches.entries()) {
    if (place < at - 1 || height >= SCREEN_PX) continue;
    minutes.add(minute);
    if (place >= at) height += likelyHeight(utterances);
  }
  return minutes;
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
