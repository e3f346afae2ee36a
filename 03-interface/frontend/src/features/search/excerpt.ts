/** Part of a text: its characters (code points) from `start` to before `end`. */
export interface Range {
  start: number;
  end: number;
}

/** A piece of a text, and whether it is what was looked for. */
export interface Piece {
  text: string;
  hit: boolean;
}

/** Characters of a passage that are shown: some four lines. */
const MOST = 360;
/** Of them, those before the first hit where the text is cut. */
const BEFORE = 90;

/** The text in pieces, cut round its first hits where it is long. Characters are counted as the API counts them, not as JavaScript does. */
export function excerpt(text: string, hits: readonly Range[], most = MOST, before = BEFORE): Piece[] {
  const characters = [...text];
  const [first, last] = window(characters, hits, most, before);
  const pieces: Piece[] = [];
  const put = (start: number, end: number, hit: boolean) => {
    if (end > start) pieces.push({ text: characters.slice(start, end).join(""), hit });
  };
  let done = first;
  for (const { start, end } of hits) {
    if (start < done || end > last) continue;
    put(done, start, false);
    put(start, end, true);
    done = end;
  }
  put(done, last, false);
  if (first > 0) pieces.unshift({ text: "… ", hit: false });
  if (last < characters.length) pieces.push({ text: " …", hit: false });
  return pieces;
}

/** Where the shown part begins and ends: between words. */
function window(characters: readonly string[], hits: readonly Range[], most: number, before: number): [number, number] {
  const length = characters.length;
  if (length <= most) return [0, length];
  const hit = hits[0] ?? { start: 0, end: 0 };
  let first = Math.max(0, Math.min(hit.start - before, length - most));
  while (first > 0 && first < hit.start && !isBlank(characters[first - 1])) first += 1;
  let last = Math.min(length, Math.max(first + most, hit.end));
  while (last < length && last > hit.end && !isBlank(characters[last])) last -= 1;
  return [first, last];
}

function isBlank(character: string | undefined): boolean {
  return character === undefined || character.trim() === "";
}
