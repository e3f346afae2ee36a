import type { Comment, Utterance } from "@/api/types";

/** Where a comment's words are now: the utterance's place, and its words from `first` to the one after the last. */
export interface Place {
  utterance: number;
  /** `null`: the whole utterance, because it is about all of it or its words are not found any more. */
  words: { first: number; last: number } | null;
}

type Anchor = Pick<Comment, "utterance_id" | "start" | "end" | "quote">;
type Read = Pick<Utterance, "id" | "start" | "end" | "words">;

/** Seconds that a later run may move words by. */
const SLACK = 1;

/** Utterances by the time they are said at, for many comments of a long meeting. */
export class Places {
  readonly #byId: ReadonlyMap<string, number>;
  readonly #longest: number;

  constructor(private readonly utterances: readonly Read[]) {
    this.#byId = new Map(utterances.map(({ id }, at) => [id, at]));
    this.#longest = utterances.reduce((longest, { start, end }) => Math.max(longest, end - start), 0);
  }

  /**
   * Where a comment belongs in the transcript as it reads now; `null` where nobody speaks there any more.
   *
   * Words keep their times when they are corrected, cut apart or joined. So the words are sought where they were said: by their
   * text first, then by their time. The utterance that the comment was made on comes before others that speak at that time.
   */
  of(anchor: Anchor): Place | null {
    const near = this.#near(anchor);
    const wanted = anchor.quote.split(/\s+/).filter(Boolean).map(bare);
    for (const { at, utterance } of wanted.length > 0 ? near : []) {
      const words = byText(utterance, anchor, wanted);
      if (words) return { utterance: at, words };
    }
    const first = near[0];
    if (!first) return null;
    return { utterance: first.at, words: wanted.length > 0 ? byTime(first.utterance, anchor) : null };
  }

  /** Utterances said at that time, the likeliest first. */
  #near(anchor: Anchor): { at: number; utterance: Read; rank: number }[] {
    const own = this.#byId.get(anchor.utterance_id);
    const found = new Set(own === undefined ? [] : [own]);
    for (let at = this.#firstFrom(anchor.start - this.#longest); at < this.utterances.length; at += 1) {
      if ((this.utterances[at]?.start ?? Infinity) >= anchor.end) break;
      found.add(at);
    }
    return [...found]
      .flatMap((at) => {
        const utterance = this.utterances[at];
        if (!utterance) return [];
        const seconds = shared(utterance, anchor);
        if (seconds <= 0 && at !== own) return [];
        return [{ at, utterance, rank: at === own && seconds > 0 ? Infinity : seconds }];
      })
      .sort((a, b) => b.rank - a.rank);
  }

  /** The first utterance that begins at that time or later: they are in the order of their beginnings. */
  #firstFrom(time: number): number {
    let low = 0;
    let high = this.utterances.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.utterances[middle]?.start ?? Infinity) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function shared({ start, end }: Pick<Read, "start" | "end">, anchor: Anchor): number {
  return Math.min(end, anchor.end) - Math.max(start, anchor.start);
}

/** The words as they were quoted, where they are said about when they were. */
function byText({ words }: Read, anchor: Anchor, wanted: readonly string[]): Place["words"] {
  let best: { first: number; far: number } | null = null;
  for (let first = 0; first + wanted.length <= words.length; first += 1) {
    const far = Math.abs((words[first]?.start ?? Infinity) - anchor.start);
    if (far > SLACK || (best && best.far <= far)) continue;
    if (wanted.every((word, n) => bare(words[first + n]?.text ?? "") === word)) best = { first, far };
  }
  return best && { first: best.first, last: best.first + wanted.length };
}

/** The words said at that time, whatever they are now. */
function byTime({ words }: Read, anchor: Anchor): Place["words"] {
  const inside = words.flatMap(({ start, end }, at) => ((start + end) / 2 >= anchor.start && (start + end) / 2 <= anchor.end ? [at] : []));
  const first = inside[0];
  const last = inside.at(-1);
  return first === undefined || last === undefined || inside.length === words.length ? null : { first, last: last + 1 };
}

function bare(word: string): string {
  return word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** What is said of words, with where they are and what was answered. */
export interface Thread {
  comment: Comment;
  answers: readonly Comment[];
  place: Place | null;
}

/** The comments in the order of the transcript; what has no place any more comes by its time all the same. */
export function threads(comments: readonly Comment[], utterances: readonly Read[]): Thread[] {
  const places = new Places(utterances);
  const answers = new Map<string, Comment[]>();
  for (const comment of comments) {
    const { answers_id: id } = comment;
    if (id === null) continue;
    const others = answers.get(id);
    if (others) others.push(comment);
    else answers.set(id, [comment]);
  }
  return comments
    .filter(({ answers_id: id }) => id === null)
    .map((comment) => ({ comment, answers: answers.get(comment.id) ?? [], place: places.of(comment) }))
    .sort((a, b) => a.comment.start - b.comment.start);
}

/** How words of an utterance are marked: a colour, or `note` where something is said of them. */
export type Mark = NonNullable<Comment["colour"]> | "note";

export interface Remarks {
  /** By the word's place. */
  marks: ReadonlyMap<number, Mark>;
  comments: number;
  toCheck: boolean;
}

/** What there is to show beside each utterance, by its id. What is settled is not marked any more. */
export function remarksOf(all: readonly Thread[], utterances: readonly Read[]): ReadonlyMap<string, Remarks> {
  const found = new Map<string, { marks: Map<number, Mark>; comments: number; toCheck: boolean }>();
  for (const { comment, place } of all) {
    const utterance = place && utterances[place.utterance];
    if (!place || !utterance || comment.resolved_at !== null) continue;
    const here = found.get(utterance.id) ?? { marks: new Map<number, Mark>(), comments: 0, toCheck: false };
    found.set(utterance.id, here);
    if (comment.kind === "comment") here.comments += 1;
    if (comment.kind === "check") here.toCheck = true;
    const { first, last } = place.words ?? { first: 0, last: comment.kind === "highlight" ? utterance.words.length : 0 };
    for (let at = first; at < last; at += 1) {
      // A colour that somebody chose shows before the mark of a comment.
      if (comment.kind === "highlight") here.marks.set(at, comment.colour ?? "amber");
      else if (!here.marks.has(at)) here.marks.set(at, "note");
    }
  }
  return found;
}
