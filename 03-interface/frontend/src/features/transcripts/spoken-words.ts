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
    const count = utterances.reduce((sum, { words }) => sum + words.length, 0);
    const [starts, ends] = [new Float64Array(count), new Float64Array(count)];
    const [within, places] = [new Uint32Array(count), new Uint32Array(count)];
    let at = 0;
    let ordered = true;
    utterances.forEach(({ words }, utterance) => {
      words.forEach(({ start, end }, word) => {
        ordered &&= at === 0 || (starts[at - 1] ?? 0) <= start;
        starts[at] = start;
        ends[at] = end;
        within[at] = utterance;
        places[at] = word;
        at += 1;
      });
    });
    // Most meetings have nobody who speaks while another does: then they are in order as they come.
    const order = ordered ? null : Uint32Array.from(starts, (_, n) => n).sort((a, b) => (starts[a] ?? 0) - (starts[b] ?? 0) || a - b);
    this.#starts = order ? Float64Array.from(order, (n) => starts[n] ?? 0) : starts;
    this.#ends = order ? Float64Array.from(order, (n) => ends[n] ?? 0) : ends;
    this.#utterances = order ? order.map((n) => within[n] ?? 0) : within;
    this.#words = order ? order.map((n) => places[n] ?? 0) : places;
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
