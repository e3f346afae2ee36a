"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";

import type { Minutes, MinutesItem, MinutesItemChange, MinutesSection } from "@/api/types";
import { useSay } from "@/ui/toasts";

import { useChangeMinutes, usePressMinutes } from "./use-minutes";
import { drafts, fieldOf } from "../drafts";
import { placeOf, stillSays, type Spot } from "../items";

/** What can be done with the items of a meeting's minutes. */
export function useItemActs(meetingId: string) {
  const t = useTranslations("minutes");
  const change = useChangeMinutes(meetingId);
  const press = usePressMinutes(meetingId, t("changedElsewhere"));
  const say = useSay();
  return useMemo(() => {
    const isThere = (id: string) => (now: Minutes) => placeOf(now, id) !== null;
    const alter = (id: string, what: Omit<MinutesItemChange, "version">, holds = isThere(id)) =>
      press({ act: (minutes, now) => minutes.changeItem(now.version, id, what), holds });
    const add = (section: string, after: string | null, item: Pick<MinutesItem, "text"> & Partial<MinutesItem>) => ({
      act: (minutes: Parameters<Parameters<typeof change>[0]["act"]>[0], now: Minutes) =>
        minutes.addItem(now.version, {
          section,
          text: item.text,
          // What it stood after may be gone meanwhile: then it stands at the end.
          after: after === null || isThere(after)(now) ? after : (now.sections.find(({ key }) => key === section)?.items.at(-1)?.id ?? null),
          citations: (item.citations ?? []).filter(({ text }) => text !== null).map(({ utterance_id: id }) => id),
          ...(item.owner && { owner: item.owner }),
          ...(item.due && { due: item.due }),
        }),
    });
    return {
      /** Writes a text in place of what its writer saw. Errors: as `useChangeMinutes`. */
      write: (id: string, text: string, base: string) =>
        change({ act: (minutes, now) => minutes.changeItem(now.version, id, { text }), holds: stillSays(id, base) }),
      change: (item: MinutesItem, what: Pick<MinutesItemChange, "owner" | "due">) => alter(item.id, what),
      cite: (item: MinutesItem, citations: string[]) => alter(item.id, { citations }),
      /** Moves an item, with the way back where that is into another section: it becomes another kind of item there. */
      move: async (from: MinutesSection, item: MinutesItem, to: Spot) => {
        const before = from.items[from.items.findIndex(({ id }) => id === item.id) - 1]?.id ?? null;
        const stands = ({ section, after }: Spot, now: Minutes) => after === null || placeOf(now, after)?.section.key === section;
        const done = await alter(item.id, to, (now) => isThere(item.id)(now) && stands(to, now));
        if (done === null || to.section === from.key) return;
        const back: Spot = { section: from.key, after: before };
        const undo = () =>
          press({
            // What it stood behind may be gone meanwhile: then it stands at the end.
            act: (minutes, now) =>
              minutes.changeItem(now.version, item.id, { section: back.section, ...(stands(back, now) && { after: back.after }), ...(item.status && { status: item.status }) }),
            holds: isThere(item.id),
          });
        const title = done.sections.find(({ key }) => key === to.section)?.title ?? "";
        say(t("move.done", { section: title }), { label: t("undo"), run: () => void undo() });
      },
      /** Adds an item, at the top of its section where it stands after none. Errors: as `useChangeMinutes`. */
      add: (section: string, after: string | null, text: string) => change(add(section, after, { text })),
      /** Takes an item away and offers to put it back. */
      remove: async (section: MinutesSection, item: MinutesItem) => {
        const at = section.items.findIndex(({ id }) => id === item.id);
        const after = section.items[at - 1]?.id ?? null;
        drafts.drop(fieldOf(meetingId, item.id));
        const done = await press({ act: (minutes, now) => minutes.removeItem(now.version, item.id), holds: stillSays(item.id, item.text) });
        if (done) say(t("removed"), { label: t("undo"), run: () => void press(add(section.key, after, item)) });
      },
    };
  }, [change, press, say, t, meetingId]);
}
