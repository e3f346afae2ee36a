import type { Speaker, Utterance } from "@/api/types";

const COLOURS = 12;

/** Which of the twelve voice colours a speaker has: by number, so that it stays when others are merged away. */
export function voiceColour(number: number): number {
  return ((number - 1) % COLOURS) + 1;
}

/** What stands in a voice's chip: initials of a name, else the number. Always beside the colour, for who cannot see it. */
export function initials(speaker: Pick<Speaker, "name" | "number">): string {
  const words = (speaker.name ?? "").split(/[\s-]+/).filter((word) => /\p{L}/u.test(word));
  const first = words[0];
  if (first === undefined) return String(speaker.number);
  const last = words.length > 1 ? words.at(-1) : undefined;
  return [first, last].map((word) => (word === undefined ? "" : ([...word].find((c) => /\p{L}/u.test(c)) ?? ""))).join("").toUpperCase();
}

export interface TalkTime {
  seconds: number;
  share: number;
  /** How often they begin to speak: what follows without anybody else between is one turn. */
  turns: number;
}

/** How long and how often each speaker talks, by id. Shares are of all talk, not of the recording. */
export function talkTimes(utterances: readonly Pick<Utterance, "speaker_id" | "start" | "end">[]): Map<string, TalkTime> {
  const seconds = new Map<string, number>();
  for (const { speaker_id: id, start, end } of utterances) seconds.set(id, (seconds.get(id) ?? 0) + Math.max(0, end - start));
  const turns = new Map<string, number>();
  let before: string | null = null;
  for (const { speaker_id: id } of utterances) {
    if (id !== before) turns.set(id, (turns.get(id) ?? 0) + 1);
    before = id;
  }
  const all = [...seconds.values()].reduce((sum, value) => sum + value, 0);
  return new Map([...seconds].map(([id, value]) => [id, { seconds: value, share: all > 0 ? value / all : 0, turns: turns.get(id) ?? 0 }]));
}

/** Who else talks during an utterance, by speaker id: whoever its words tell of, then whose utterances touch it. */
export function alsoTalking(utterances: readonly Utterance[], at: number): string[] {
  const self = utterances[at];
  if (!self?.overlap) return [];
  const others = new Set(self.words.flatMap(({ second_speaker_id: id }) => id ?? []));
  // Utterances are in order of start, so those around are near; none lasts longer than a few minutes.
  for (let n = at - 1; n >= Math.max(0, at - 8); n -= 1) {
    const other = utterances[n];
    if (other && other.end > self.start && other.speaker_id !== self.speaker_id) others.add(other.speaker_id);
  }
  for (let n = at + 1; n < utterances.length; n += 1) {
    const other = utterances[n];
    if (!other || other.start >= self.end) break;
    if (other.speaker_id !== self.speaker_id) others.add(other.speaker_id);
  }
  return [...others];
}
