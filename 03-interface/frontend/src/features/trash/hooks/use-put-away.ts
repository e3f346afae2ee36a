"use client";

import { useMutation, useQueryClient, type InfiniteData, type QueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useCallback } from "react";

import type { Meeting } from "@/api/types";
import { meetingKeys } from "@/features/meetings/api/meetings";
import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { tagKeys } from "@/features/tags/api/tags";
import { useSay } from "@/ui/toasts";

import { restoreMeetings, trashKeys, trashMeetings } from "../api/trash";

function useAfresh() {
  const queries = useQueryClient();
  return useCallback(async () => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: meetingKeys.all }),
      queries.invalidateQueries({ queryKey: tagKeys.all }),
    ]);
  }, [queries]);
}

/** Takes meetings out of a list at once; what the server says of it comes after. */
function withdraw(queries: QueryClient, queryKey: readonly string[], ids: readonly string[]): void {
  const gone = new Set(ids);
  queries.setQueriesData<InfiniteData<{ items: Meeting[]; total: number }>>({ queryKey }, (list) => {
    if (!list) return list;
    const pages = list.pages.map((page) => ({ ...page, items: page.items.filter(({ id }) => !gone.has(id)) }));
    const count = (some: typeof pages) => some.reduce((sum, { items }) => sum + items.length, 0);
    const fewer = count(list.pages) - count(pages);
    return { ...list, pages: pages.map((page) => ({ ...page, total: page.total - fewer })) };
  });
}

type Named = Pick<Meeting, "id" | "title">;

/** Takes meetings out of the trash, and says so. */
export function useRestore() {
  const t = useTranslations("trash");
  const api = useApi();
  const say = useSay();
  const complaint = useComplaint();
  const afresh = useAfresh();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (meetings: readonly Named[]) => restoreMeetings(api, meetings.map(({ id }) => id)),
    onSuccess: (back, meetings) => {
      withdraw(queries, trashKeys.list, back);
      const [first] = meetings;
      say(meetings.length === 1 && first ? t("restoredOne", { title: first.title }) : t("restored", { count: back.length }));
      return afresh();
    },
    onError: (error) => say(complaint(error)),
  });
}

/** Puts meetings into the trash and offers to take them out again for as long as the sentence stands. */
export function usePutAway(onMoved?: () => void) {
  const t = useTranslations("trash");
  const api = useApi();
  const say = useSay();
  const complaint = useComplaint();
  const afresh = useAfresh();
  const { mutate: restore } = useRestore();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (meetings: readonly Named[]) => trashMeetings(api, meetings.map(({ id }) => id)),
    onSuccess: (moved, meetings) => {
      onMoved?.();
      withdraw(queries, meetingKeys.lists, moved);
      const gone = meetings.filter(({ id }) => moved.includes(id));
      const [first] = meetings;
      const told = meetings.length === 1 && first ? t("putAwayOne", { title: first.title }) : t("putAway", { count: moved.length });
      say(told, gone.length > 0 ? { label: t("undo"), run: () => restore(gone) } : undefined);
      return afresh();
    },
    onError: (error) => say(complaint(error)),
  });
}
