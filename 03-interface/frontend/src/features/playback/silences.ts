/** A stretch of the recording, in seconds. */
export interface Span {
  start: number;
  end: number;
}

const LONG = 1.5;
const LEAD = 0.3;

/** Where nobody speaks for long: playing may pass over it. */
export class Silences {
  readonly #starts: Float64Array;
  readonly #ends: Float64Array;

  constructor(speech: readonly Span[]) {
    const gaps: Span[] = [];
    let heard = 0;
    for (const { start, end } of speech.toSorted((a, b) => a.start - b.start)) {
      if (start - heard >= LONG) gaps.push({ start: heard === 0 ? 0 : heard + LEAD, end: start - LEAD });
      heard = Math.max(heard, end);
    }
    this.#starts = Float64Array.from(gaps, ({ start }) => start);
    this.#ends = Float64Array.from(gaps, ({ end }) => end);
  }

  /** Where somebody speaks again, if `time` lies in a long silence; else `null`. What follows the last word is not passed over. */
  endAt(time: number): number | null {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle] ?? Infinity) <= time) low = middle + 1;
      else high = middle;
    }
    const end = this.#ends[low - 1];
    return end !== undefined && time < end ? end : null;
  }
}
