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

/** After which item one stands that moves a place up (`-1`) or down (`1`) in its section; `undefined` where it cannot. */
export function afterMove(items: readonly MinutesItem[], id: string, step: -1 | 1): string | null | undefined {
  const at = items.findIndex((item) => item.id === id);
  if (at < 0) return undefined;
  if (step === 1) return items[at + 1]?.id;
  if (at === 0) return undefined;
  return items[at - 2]?.id ?? null;
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
