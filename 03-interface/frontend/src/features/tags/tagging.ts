import type { Meeting } from "@/api/types";

import type { Tagging } from "./api/tags";

type Tagged = Pick<Meeting, "id" | "tags">;

/** The same for tags that differ in case only, as the API sees them. */
export function foldTag(name: string): string {
  return name.normalize("NFC").replace(/\s+/g, " ").trim().toLowerCase().normalize("NFC");
}

export function sameTag(a: string, b: string): boolean {
  return foldTag(a) === foldTag(b);
}

function carries({ tags }: Tagged, name: string): boolean {
  return tags.some((tag) => sameTag(tag, name));
}

/** What several meetings carry: tags of all of them, and tags of some, each with how many. */
export function commonTags(meetings: readonly Tagged[]): { full: string[]; some: { name: string; count: number }[] } {
  const counts = new Map<string, { name: string; count: number }>();
  for (const { tags } of meetings) {
    for (const name of tags) {
      const known = counts.get(foldTag(name));
      if (known) known.count += 1;
      else counts.set(foldTag(name), { name, count: 1 });
    }
  }
  const all = [...counts.values()].sort((a, b) => a.name.localeCompare(b.name));
  return {
    full: all.filter(({ count }) => count === meetings.length).map(({ name }) => name),
    some: all.filter(({ count }) => count < meetings.length),
  };
}

/** The tags that all are to carry, and those that some may keep, as one change of the meetings. */
export function taggingOf(meetings: readonly Tagged[], full: readonly string[], kept: readonly string[]): Tagging {
  const before = commonTags(meetings);
  const stays = (name: string) => [...full, ...kept].some((one) => sameTag(one, name));
  return {
    meetings: meetings.map(({ id }) => id),
    add: full.filter((name) => !before.full.some((one) => sameTag(one, name))),
    remove: [...before.full, ...before.some.map(({ name }) => name)].filter((name) => !stays(name)),
  };
}

/** What takes a change back: each tag from those who lacked it, and to those who had it. */
export function undoing(meetings: readonly Tagged[], { add, remove }: Tagging): Tagging[] {
  const ids = (which: (meeting: Tagged) => boolean) => meetings.filter(which).map(({ id }) => id);
  return [
    ...add.map((name) => ({ meetings: ids((meeting) => !carries(meeting, name)), add: [], remove: [name] })),
    ...remove.map((name) => ({ meetings: ids((meeting) => carries(meeting, name)), add: [name], remove: [] })),
  ].filter(({ meetings: some }) => some.length > 0);
}

/** The tags to offer for what is typed: those that hold it and are not chosen, those that begin with it first. */
export function offered(known: readonly string[], chosen: readonly string[], typed: string): string[] {
  const sought = foldTag(typed);
  const free = known.filter((name) => !chosen.some((one) => sameTag(one, name)));
  const rank = (name: string) => foldTag(name).indexOf(sought);
  return free.filter((name) => rank(name) >= 0).sort((a, b) => Math.min(1, rank(a)) - Math.min(1, rank(b)));
}
