import type { Utterance } from "@/api/types";

type Said = Pick<Utterance, "id" | "start" | "end" | "speaker_id" | "text">;

/** So many passages are offered at once: who does not find theirs types a word of it. */
const MOST = 40;

/** Letters as they are compared: no matter the case and accents. */
function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The passages that hold all the words, in the order they were said; without a word, those around `near` seconds. */
export function offered<U extends Said>(utterances: readonly U[], words: string, near: number | null): U[] {
  const sought = folded(words).split(/\s+/).filter(Boolean);
  if (sought.length === 0) {
    const after = utterances.findIndex(({ end }) => end >= (near ?? 0));
    const from = Math.max(0, Math.min((after < 0 ? utterances.length : after) - MOST / 4, utterances.length - MOST));
    return utterances.slice(from, from + MOST);
  }
  const found: U[] = [];
  for (const utterance of utterances) {
    const text = folded(utterance.text);
    if (!sought.every((word) => text.includes(word))) continue;
    found.push(utterance);
    if (found.length === MOST) break;
  }
  return found;
}
