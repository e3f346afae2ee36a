/** What is chosen in a list, and where a stretch begins that Shift goes on from. */
export interface Selection {
  chosen: ReadonlySet<string>;
  anchor: string | null;
}

export const NOTHING: Selection = { chosen: new Set(), anchor: null };

/** One more, or one less. With `stretch`, all from the one before to this one become as this one becomes. */
export function choose(selection: Selection, order: readonly string[], id: string, stretch = false): Selection {
  const chosen = new Set(selection.chosen);
  const wanted = !chosen.has(id);
  const from = stretch && selection.anchor !== null ? order.indexOf(selection.anchor) : -1;
  const to = order.indexOf(id);
  const between = from < 0 ? [id] : order.slice(Math.min(from, to), Math.max(from, to) + 1);
  for (const one of between) {
    if (wanted) chosen.add(one);
    else chosen.delete(one);
  }
  return { chosen, anchor: id };
}

/** All of the list; none where all were chosen. */
export function chooseAll(selection: Selection, order: readonly string[]): Selection {
  return order.length > 0 && order.every((id) => selection.chosen.has(id)) ? NOTHING : { chosen: new Set(order), anchor: selection.anchor };
}

/** What is still there: a meeting that left the list is not acted on unseen. */
export function remaining(selection: Selection, order: readonly string[]): Selection {
  const there = order.filter((id) => selection.chosen.has(id));
  if (there.length === selection.chosen.size) return selection;
  return { chosen: new Set(there), anchor: selection.anchor !== null && order.includes(selection.anchor) ? selection.anchor : null };
}
