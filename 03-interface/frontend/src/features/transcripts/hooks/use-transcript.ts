"use client";

import { useQuery } from "@tanstack/react-query";

import { useApi } from "@/features/session/hooks/connection";

import { listRevisions, readPeaks, readTranscript, transcriptKeys } from "../api/transcripts";

export function useTranscript(meetingId: string, revision: number | null, enabled: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: transcriptKeys.one(meetingId, revision),
    queryFn: ({ signal }) => readTranscript(api, meetingId, revision, signal),
    staleTime: Infinity,
    enabled,
  });
}

export function useRevisions(meetingId: string) {
  const api = useApi();
  return useQuery({ queryKey: transcriptKeys.revisions(meetingId), queryFn: ({ signal }) => listRevisions(api, meetingId, signal) });
}

export function usePeaks(meetingId: string) {
  const api = useApi();
  return useQuery({
    queryKey: transcriptKeys.peaks(meetingId),
    queryFn: ({ signal }) => readPeaks(api, meetingId, signal),
    staleTime: Infinity,
  });
}
