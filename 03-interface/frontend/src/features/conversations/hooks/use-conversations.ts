"use client";

import { useInfiniteQuery, useMutation, useQuery, useQueryClient, type InfiniteData } from "@tanstack/react-query";
import { useCallback } from "react";

import { Problem } from "@/api/problem";
import type { Conversation, ConversationPage } from "@/api/types";
import { useApi } from "@/features/session/hooks/connection";

import {
  beginConversation,
  conversationKeys,
  deleteConversation,
  listConversations,
  readConversation,
  readOffer,
  renameConversation,
} from "../api/conversations";

/** Conversations page by page; with a meeting, those about that one alone. */
export function useConversations(meetingId: string | null) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: conversationKeys.list(meetingId),
    queryFn: ({ pageParam, signal }) => listConversations(api, meetingId, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

export function useConversation(id: string | null) {
  const api = useApi();
  return useQuery({
    queryKey: conversationKeys.one(id ?? ""),
    queryFn: ({ signal }) => readConversation(api, id ?? "", signal),
    enabled: ({ state: { error } }) => id !== null && !(error instanceof Problem && error.status === 404),
  });
}

/** Whether a model writes the answers; `undefined` while that is not known. */
export function useOffer() {
  const api = useApi();
  return useQuery({ queryKey: conversationKeys.offer, queryFn: ({ signal }) => readOffer(api, signal) }).data;
}

/** Begins a conversation about some meetings, or about all (`null`). */
export function useBegin() {
  const api = useApi();
  const queries = useQueryClient();
  return useCallback(
    async (meetingIds: string[] | null): Promise<Conversation> => {
      const begun = await beginConversation(api, meetingIds);
      queries.setQueryData(conversationKeys.one(begun.id), begun);
      void queries.invalidateQueries({ queryKey: conversationKeys.lists });
      return begun;
    },
    [api, queries],
  );
}

export function useRename(id: string) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (title: string) => renameConversation(api, id, title),
    onSuccess: (renamed) => {
      queries.setQueryData(conversationKeys.one(id), renamed);
      void queries.invalidateQueries({ queryKey: conversationKeys.lists });
    },
  });
}

export function useDelete(id: string, onDeleted: () => void) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => deleteConversation(api, id),
    onSuccess: () => {
      // Gone from the lists at once, not only when they are read again.
      queries.setQueriesData<InfiniteData<ConversationPage>>(
        { queryKey: conversationKeys.lists },
        (list) => list && { ...list, pages: list.pages.map((page) => ({ ...page, items: page.items.filter((one) => one.id !== id) })) },
      );
      onDeleted();
      void queries.invalidateQueries({ queryKey: conversationKeys.lists });
    },
  });
}
