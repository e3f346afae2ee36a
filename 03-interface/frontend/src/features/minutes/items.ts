import type { Minutes, MinutesItem, MinutesSection } from "@/api/types";

/** Where an item stands in the minutes. */
export interface Place {
  section: MinutesSection;
  item: MinutesItem;
  at: number;
}

export function placeOf({ sections }: Minutes, id: string): Place | null {
  for (const section of sections) {
    const at = section.items.findIndex((item) => item.id === id);
    const item = section.items[at];
    if (item) return { section, item, at };
  }
  return null;
}

/** Where an item is to stand: behind which other of a section, `null` for the first place. */
export interface Spot {
  section: string;
  after: string | null;
}

/** Where an item stands that moves a place up (`-1`) or down (`1`), past the end of its section into the next; `undefined` where it cannot. */
export function spotOfMove(sections: readonly MinutesSection[], { section, at }: Omit<Place, "item">, step: -1 | 1): Spot | undefined {
  if (step === -1 && at > 0) return { section: section.key, after: section.items[at - 2]?.id ?? null };
  const below = section.items[at + 1];
  if (step === 1 && below) return { section: section.key, after: below.id };
  const next = sections[sections.indexOf(section) + step];
  return next && { section: next.key, after: step === 1 ? null : (next.items.at(-1)?.id ?? null) };
}

/** An item's text is still what its writer saw. */
export function stillSays(id: string, text: string): (now: Minutes) => boolean {
  return (now) => placeOf(now, id)?.item.text === text;
}

/** The minutes with one item as it now is. */
export function withItem(minutes: Minutes, changed: Pick<MinutesItem, "id"> & Partial<MinutesItem>): Minutes {
  const sections = minutes.sections.map((section) => ({
    ...section,
    items: section.items.map((item) => (item.id === changed.id ? { ...item, ...changed } : item)),
  }));
  return { ...minutes, sections };
}
