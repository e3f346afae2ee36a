import { fold } from "@/language/typed-alike";

/** Those whose label holds every word that was typed, wherever in it; those that begin with what was typed first. */
export function matching<T extends { label: string }>(entries: readonly T[], typed: string): T[] {
  const sought = fold(typed);
  if (sought === "") return [...entries];
  const words = sought.split(" ");
  const found = entries.map((entry) => ({ entry, label: fold(entry.label) })).filter(({ label }) => words.every((word) => label.includes(word)));
  const [first, rest] = [found.filter(({ label }) => label.startsWith(sought)), found.filter(({ label }) => !label.startsWith(sought))];
  return [...first, ...rest].map(({ entry }) => entry);
}
