"use client";

import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import type { Meeting, Run, NewRun } from "@/api/types";
import { takeNews } from "@/features/runs/hooks/live-runs";
import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useSay } from "@/ui/toasts";

import {
  cancelRun,
  changeMeeting,
  listMeetings,
  meetingKeys,
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
