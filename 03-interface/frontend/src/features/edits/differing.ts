/** Where two texts differ: the words from `first` to the one after the last, in each. Equal ends are passed over. */
export interface Differing {
  first: number;
  mine: number;
  theirs: number;
}

/** The stretch of words in which two texts differ. */
export function differing(mine: readonly string[], theirs: readonly string[]): Differing {
  const shortest = Math.min(mine.length, theirs.length);
  let first = 0;
  while (first < shortest && mine[first] === theirs[first]) first += 1;
  let same = 0;
  while (same < shortest - first && mine.at(-1 - same) === theirs.at(-1 - same)) same += 1;
  return { first, mine: mine.length - same, theirs: theirs.length - same };
}

export function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}
