import type { Utterance } from "@/api/types";

export interface Search {
  find: string;
  matchCase: boolean;
  wholeWords: boolean;
}

/** Where a text is said: the utterance's place, and how often it is said there. */
export interface Hit {
  place: number;
  count: number;
}

const LETTER = "[\\p{L}\\p{N}_]";

/** The text as the server finds it, so that what is counted here is what it replaces; `null` where nothing is sought. */
export function pattern({ find, matchCase, wholeWords }: Search): RegExp | null {
  const wanted = find.split(/\s+/).filter(Boolean).join(" ");
  if (!wanted) return null;
  const literal = wanted.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  return new RegExp(wholeWords ? `(?<!${LETTER})${literal}(?!${LETTER})` : literal, matchCase ? "gu" : "giu");
}

/** The utterances that hold it, in their order. */
export function hits(utterances: readonly Pick<Utterance, "text">[], search: Search): Hit[] {
  const sought = pattern(search);
  if (!sought) return [];
  return utterances.flatMap(({ text }, place) => {
    const count = [...text.matchAll(sought)].length;
    return count > 0 ? [{ place, count }] : [];
  });
}
