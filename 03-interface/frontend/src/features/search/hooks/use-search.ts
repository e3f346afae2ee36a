"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";

import { useApi } from "@/features/session/hooks/connection";

import { listSpeakerNames, searchKeys, searchPassages } from "../api/search";
import type { Question } from "../question";

/** While words are still being indexed the search is made again after so long. */
const AGAIN_MS = 3000;

/** What was said, page by page; nothing is asked before there is a word. */
export function useSearch(question: Question) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: searchKeys.page(question),
    queryFn: ({ pageParam, signal }) => searchPassages(api, question, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    enabled: question.q !== "",
    // Somebody corrects a word and comes back: it is found as it is now.
    staleTime: 0,
    // The old passages stay until the new ones are there: nothing jumps.
    placeholderData: keepPreviousData,
    refetchInterval: (query) => ((query.state.data?.pages[0]?.indexing ?? 0) > 0 ? AGAIN_MS : false),
  });
}

export function useSpeakerNames() {
  const api = useApi();
  return useQuery({ queryKey: searchKeys.speakers, queryFn: ({ signal }) => listSpeakerNames(api, signal) });
}
