"use client";

import { useQuery, useQueryClient, type InfiniteData, type QueryClient } from "@tanstack/react-query";

import { Problem } from "@/api/problem";
import type { Meeting, MeetingPage } from "@/api/types";
import { useApi } from "@/features/session/hooks/connection";

import { meetingKeys, readMeeting } from "../api/meetings";

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
