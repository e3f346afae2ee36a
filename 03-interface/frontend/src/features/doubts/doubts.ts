import type { Utterance, Word } from "@/api/types";

/** Why an utterance should be looked at: its words, who says it, several voices at once, or what was left out beside it. */
export const DOUBT_KINDS = ["words", "speaker", "overlap", "guard"] as const;
export type DoubtKind = (typeof DOUBT_KINDS)[number];

/** Below this probability a word is marked as doubtful. */
export const DOUBTFUL = 0.5;

/** Mean sureness of an utterance's words below which who says it is in doubt. Seen: right ones of a room recording have 0.73 and more. */
const UNSURE = 0.7;

const GUARDED = ["withheld", "phrase"];

/** What there is to doubt of an utterance; nothing of one that somebody said is right. */
export function doubtsOf({ words, overlap, confirmed }: Utterance): DoubtKind[] {
  if (confirmed || words.length === 0) return [];
  const sureness = words.reduce((sum, word) => sum + word.sureness, 0) / words.length;
  const found = {
    words: words.some(({ probability }) => probability < DOUBTFUL),
    speaker: sureness < UNSURE,
    overlap,
    guard: words.some(isGuarded),
  };
  return DOUBT_KINDS.filter((kind) => found[kind]);
}

/** How many utterances are in doubt, by kind. */
export function countDoubts(doubts: readonly (readonly DoubtKind[])[]): Record<DoubtKind, number> {
  const counts = { words: 0, speaker: 0, overlap: 0, guard: 0 };
  for (const kinds of doubts) for (const kind of kinds) counts[kind] += 1;
  return counts;
}

/** Places of the utterances in doubt for one of these kinds, in their order. */
export function openPlaces(doubts: readonly (readonly DoubtKind[])[], wanted: ReadonlySet<DoubtKind>): number[] {
  return doubts.flatMap((kinds, at) => (kinds.some((kind) => wanted.has(kind)) ? [at] : []));
}

/** The open place after (`1`) or before (`-1`) that one, round the end; `null` where none is open. */
export function neighbour(open: readonly number[], from: number, step: 1 | -1): number | null {
  if (open.length === 0) return null;
  const next = step > 0 ? open.find((at) => at > from) : open.findLast((at) => at < from);
  return next ?? (step > 0 ? open[0] : open.at(-1)) ?? null;
}

const LEAD_SECONDS = 1.5;

/** What to listen to: a little before the first doubtful word, to the end; all of it where the doubt is about the voice. */
export function spanToHear(utterance: Utterance): { start: number; end: number } {
  const { start, end, words, overlap } = utterance;
  const first = words.find((word) => word.probability < DOUBTFUL || isGuarded(word));
  if (!first || overlap) return { start, end };
  return { start: Math.max(start, first.start - LEAD_SECONDS), end };
}

function isGuarded({ marks }: Word): boolean {
  return GUARDED.some((mark) => marks.includes(mark));
}
