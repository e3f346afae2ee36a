"use client";

import { keepPreviousData, useInfiniteQuery, useQueryClient, type InfiniteData } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";

import type { Minutes, RegisterItem, RegisterPage } from "@/api/types";
import { minutesKeys, readMinutes } from "@/features/minutes/api/minutes";
import { placeOf, withItem } from "@/features/minutes/items";
import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { saveFile } from "@/ui/save-file";
import { useSay } from "@/ui/toasts";

import { changeStatus, listRegister, readFile, registerKeys, type FileFormat, type ItemStatus } from "../api/register";
import type { RegisterFilter } from "../filter";

export function useRegister(filter: RegisterFilter) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: registerKeys.list(filter),
    queryFn: ({ pageParam, signal }) => listRegister(api, filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: 0,
    // The old list stays until the new one is there: nothing jumps.
    placeholderData: keepPreviousData,
  });
}

type Named = Pick<RegisterItem, "id" | "text">;

/**
 * Ticks an action off or opens it again, at once where it is shown, and offers the way back. A list that is narrowed to open ones keeps
 * it until it is looked at anew: nothing goes from under a hand.
 */
export function useSetStatus(): (item: Named, meetingId: string, status: ItemStatus) => void {
  const t = useTranslations("register");
  const api = useApi();
  const queries = useQueryClient();
  const complaint = useComplaint();
  const say = useSay();
  return useCallback(
    (item, meetingId, status) => {
      const show = (now: ItemStatus) => {
        queries.setQueriesData<InfiniteData<RegisterPage>>({ queryKey: registerKeys.lists }, (list) => list && { ...list, pages: list.pages.map((page) => ticked(page, item.id, now)) });
        queries.setQueryData<Minutes | null>(minutesKeys.of(meetingId), (minutes) => minutes && withItem(minutes, { id: item.id, status: now }));
      };
      const set = async (next: ItemStatus, undo: boolean) => {
        const before: ItemStatus = next === "done" ? "open" : "done";
        show(next);
        try {
          await changeStatus(api, item.id, next);
          void queries.invalidateQueries({ queryKey: minutesKeys.of(meetingId) });
          if (undo) say(t(`told.${next}`, { text: item.text }), { label: t("undo"), run: () => void set(before, false) });
        } catch (error) {
          show(before);
          say(complaint(error));
        }
      };
      void set(status, true);
    },
    [api, queries, complaint, say, t],
  );
}

/** Opens the meeting at the second at which an item was said, which its minutes know; and whether that is being looked up. */
export function useOpenThere({ id, meeting }: Pick<RegisterItem, "id" | "meeting">): [() => Promise<void>, boolean] {
  const t = useTranslations("register");
  const api = useApi();
  const queries = useQueryClient();
  const router = useRouter();
  const complaint = useComplaint();
  const say = useSay();
  const [looking, setLooking] = useState(false);
  const open = async () => {
    setLooking(true);
    try {
      const minutes = await queries.fetchQuery({
        queryKey: minutesKeys.of(meeting.id),
        queryFn: ({ signal }) => readMinutes(api, meeting.id, signal),
        staleTime: 30_000,
      });
      const cited = minutes === null ? undefined : placeOf(minutes, id)?.item.citations.find(({ start }) => start !== null);
      if (cited?.start == null) say(t("gone"));
      else router.push(`/meetings/${meeting.id}?t=${Math.floor(cited.start)}`);
    } catch (error) {
      say(complaint(error));
    } finally {
      setLooking(false);
    }
  };
  return [open, looking];
}

function ticked(page: RegisterPage, id: string, status: ItemStatus): RegisterPage {
  return { ...page, items: page.items.map((item) => (item.id === id ? { ...item, status } : item)) };
}

/** Saves what the filter finds, all of it, as a file. */
export function useSaveRegister(filter: RegisterFilter): (format: FileFormat) => void {
  const t = useTranslations("register");
  const api = useApi();
  const say = useSay();
  const complaint = useComplaint();
  return (format) => {
    readFile(api, filter, format).then(
      (file) => saveFile(file, `${t("fileName")}.${format}`),
      (error: unknown) => say(complaint(error)),
    );
  };
}
