"use client";

import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient, type InfiniteData, type QueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { Problem } from "@/api/problem";
import type { Meeting, MeetingPage, Run, NewRun } from "@/api/types";
import { takeNews } from "@/features/runs/hooks/live-runs";
import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useSay } from "@/ui/toasts";

import {
  cancelRun,
  changeMeeting,
  listMeetings,
  meetingKeys,
  readMeeting,
  startRun,
  startRuns,
  type MeetingChange,
  type MeetingFilter,
} from "../api/meetings";

export function useMeetings(filter: MeetingFilter) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: meetingKeys.list(filter),
    queryFn: ({ pageParam, signal }) => listMeetings(api, filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    // The old list stays until the new one is there: nothing jumps.
    placeholderData: keepPreviousData,
  });
}

export function useMeeting(id: string) {
  const api = useApi();
  const queries = useQueryClient();
  return useQuery<Meeting>({
    queryKey: meetingKeys.one(id),
    // Whoever comes from the list sees what it said at once, and its transcript is asked for beside the meeting, not after it.
    placeholderData: () => inLists(queries, id),
    queryFn: ({ signal }) => readMeeting(api, id, signal),
    // What is not there is not asked for again at every piece of news about other meetings.
    enabled: ({ state: { error } }) => !(error instanceof Problem && error.status === 404),
  });
}

/** A meeting as the newest list that holds it says. */
function inLists(queries: QueryClient, id: string): Meeting | undefined {
  const lists = queries.getQueryCache().findAll({ queryKey: meetingKeys.lists });
  const newest = lists.sort((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt);
  for (const { state } of newest) {
    const { pages } = (state.data as InfiniteData<MeetingPage> | undefined) ?? { pages: [] };
    for (const { items } of pages) {
      const found = items.find((meeting) => meeting.id === id);
      if (found) return found;
    }
  }
  return undefined;
}

export function useChangeMeeting(id: string) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: MeetingChange) => changeMeeting(api, id, change),
    onSuccess: (meeting) => {
      queries.setQueryData<Meeting>(meetingKeys.one(id), meeting);
      void queries.invalidateQueries({ queryKey: meetingKeys.lists });
    },
  });
}

/** Runs several meetings again as they were, and says how many wait now. */
export function useRunSeveral() {
  const t = useTranslations("meetings.selection");
  const api = useApi();
  const queries = useQueryClient();
  const complaint = useComplaint();
  const say = useSay();
  return useMutation({
    mutationFn: (ids: readonly string[]) => startRuns(api, ids),
    onSuccess: (started, ids) => {
      say(t("ranAgain", { count: started.length, left: ids.length - started.length }));
      return queries.invalidateQueries({ queryKey: meetingKeys.all });
    },
    onError: (error) => say(complaint(error)),
  });
}

export function useRunActions() {
  const api = useApi();
  const queries = useQueryClient();
  const complaint = useComplaint();
  const say = useSay();
  const options = { onSuccess: (run: Run) => takeNews(queries, run), onError: (error: unknown) => say(complaint(error)) };
  const cancel = useMutation({ mutationFn: (run: Run) => cancelRun(api, run.id), ...options });
  const start = useMutation({
    mutationFn: ({ meetingId, settings }: { meetingId: string; settings: NewRun }) => startRun(api, meetingId, settings),
    ...options,
  });
  return { cancel, start };
}
