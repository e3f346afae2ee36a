import type { NewComment, Utterance } from "@/api/types";

export type Anchor = Pick<NewComment, "utterance_id" | "start" | "end" | "quote">;

/** The words from `first` to the one after the last, as a comment holds on to them. */
export function anchorOf({ id, start, end, words }: Utterance, first = 0, last = words.length): Anchor {
  const all = first === 0 && last === words.length;
  const chosen = words.slice(first, last);
  return {
    utterance_id: id,
    start: all ? start : (chosen[0]?.start ?? start),
    end: all ? end : (chosen.at(-1)?.end ?? end),
    quote: all ? "" : chosen.map(({ text }) => text).join(" "),
  };
}
