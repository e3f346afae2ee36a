"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";

import type { Transcript } from "@/api/types";
import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { transcriptKeys } from "@/features/transcripts/api/transcripts";
import { takeTranscript } from "@/features/transcripts/hooks/take-transcript";
import { useSay } from "@/ui/toasts";

import { useUndoStack } from "./undo-provider";
import { correctionsApi, listCorrections, type CorrectionsApi } from "../api/corrections";

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
