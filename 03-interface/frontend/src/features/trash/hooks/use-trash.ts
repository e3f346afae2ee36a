"use client";

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { Meeting } from "@/api/types";
import { deleteMeeting, meetingKeys } from "@/features/meetings/api/meetings";
import { useApi } from "@/features/session/hooks/connection";

import { emptyTrash, listTrash, trashDays, trashKeys } from "../api/trash";

export function useTrash() {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: trashKeys.list,
    queryFn: ({ pageParam, signal }) => listTrash(api, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

export function useTrashDays() {
  const api = useApi();
  return useQuery({ queryKey: trashKeys.days, queryFn: ({ signal }) => trashDays(api, signal) }).data;
}

export function useDeleteForGood() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (meeting: Pick<Meeting, "id">) => deleteMeeting(api, meeting.id),
    onSuccess: (_, { id }) => {
      queries.removeQueries({ queryKey: meetingKeys.one(id) });
      void queries.invalidateQueries({ queryKey: trashKeys.list });
      void queries.invalidateQueries({ queryKey: meetingKeys.lists });
    },
  });
}

export function useEmptyTrash() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => emptyTrash(api),
    // What came before an error is gone: the list is looked at again either way.
    onSettled: () => queries.invalidateQueries({ queryKey: trashKeys.list }),
  });
}
