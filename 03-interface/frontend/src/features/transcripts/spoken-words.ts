import type { Transcript } from "@/api/types";

/** A word's place: which utterance, and which word of it. */
export interface WordPlace {
  utterance: number;
  word: number;
}

/** A pause shorter than this keeps the last word lit, so that the mark does not flicker between words. */
const LINGER = 0.4;

/** Finds what is spoken at a time in a transcript of any length. Utterances may overlap; the word begun last wins. */
export class SpokenWords {
  readonly #starts: Float64Array;
  readonly #ends: Float64Array;
  readonly #utterances: Uint32Array;
  readonly #words: Uint32Array;
  readonly #openings: Float64Array;

  constructor(utterances: Transcript["utterances"]) {
    const all = utterances.flatMap((utterance, u) => utterance.words.map(({ start, end }, w) => ({ start, end, u, w })));
    all.sort((a, b) => a.start - b.start);
    this.#starts = Float64Array.from(all, ({ start }) => start);
    this.#ends = Float64Array.from(all, ({ end }) => end);
    this.#utterances = Uint32Array.from(all, ({ u }) => u);
    this.#words = Uint32Array.from(all, ({ w }) => w);
    this.#openings = Float64Array.from(utterances, ({ start }) => start);
  }

  /** The word spoken at `time`; `null` in silence. */
  wordAt(time: number): WordPlace | null {
    const at = lastAtOrBefore(this.#starts, time);
    if (at < 0 || time > (this.#ends[at] ?? 0) + LINGER) return null;
    return { utterance: this.#utterances[at] ?? 0, word: this.#words[at] ?? 0 };
  }

  /** The utterance begun last at `time`; the first one before anybody spoke; -1 where there is none. */
  utteranceAt(time: number): number {
    if (this.#openings.length === 0) return -1;
    return Math.max(0, lastAtOrBefore(this.#openings, time + 0.01));
  }
}

/** Index of the last value ≤ `time` in an ascending array; -1 before the first. */
function lastAtOrBefore(ascending: Float64Array, time: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? Infinity) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
