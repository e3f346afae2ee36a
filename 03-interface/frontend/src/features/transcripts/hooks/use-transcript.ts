"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";

import type { Transcript } from "@/api/types";
import { useUndoStack } from "@/features/corrections/hooks/undo-provider";
import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useSay } from "@/ui/toasts";

import { takeTranscript } from "./take-transcript";
import { correctionsApi, listCorrections, listRevisions, readPeaks, readTranscript, transcriptKeys, type CorrectionsApi } from "../api/transcripts";

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

export function useCorrections(meetingId: string) {
  const api = useApi();
  return useQuery({ queryKey: transcriptKeys.corrections(meetingId), queryFn: ({ signal }) => listCorrections(api, meetingId, signal) });
}

/** Sets things right, one change after the other: the answer is the transcript as it then is. */
export function useCorrect(meetingId: string) {
  const api = useApi();
  const queries = useQueryClient();
  const complaint = useComplaint();
  const say = useSay();
  const stack = useUndoStack();
  const corrections = useMemo(() => correctionsApi(api, meetingId), [api, meetingId]);
  return useMutation({
    scope: { id: `corrections/${meetingId}` },
    networkMode: "always",
    mutationFn: (change: (corrections: CorrectionsApi) => Promise<Transcript>) => change(corrections),
    onSuccess: (transcript) => {
      stack.made(transcript.changed);
      takeTranscript(queries, transcript);
    },
    onError: (error) => say(complaint(error)),
  });
}
