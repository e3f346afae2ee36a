"use client";

import { useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useMemo } from "react";

import type { Api } from "@/api/client";
import type { Transcript } from "@/api/types";
import { useUndoStack } from "@/features/corrections/hooks/undo-provider";
import { meetingKeys } from "@/features/meetings/api/meetings";
import { peopleKeys } from "@/features/people/api/people";
import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useSay } from "@/ui/toasts";

import { correctionsApi, listCorrections, listRevisions, readChanged, readPeaks, readTranscript, transcriptKeys, type CorrectionsApi } from "../api/transcripts";

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

/** The transcript as it is after a change: nothing of it has to be asked again. */
export function takeTranscript(queries: QueryClient, transcript: Transcript): void {
  const { meeting_id: meetingId } = transcript;
  const before = queries.getQueryData<Transcript>(transcriptKeys.one(meetingId, null));
  queries.setQueryData(transcriptKeys.one(meetingId, null), transcript);
  // Whom the machine takes a speaker for depends on who speaks, and costs a reading of the whole: not after every word.
  if (JSON.stringify(before?.speakers) !== JSON.stringify(transcript.speakers)) takeSpeakers(queries, meetingId);
  void queries.invalidateQueries({ queryKey: transcriptKeys.corrections(meetingId) });
  void queries.invalidateQueries({ queryKey: meetingKeys.all });
}

/** Shows what somebody else put right meanwhile. Where the page shows the newest already, nothing comes over the line. */
export async function lookAgain(queries: QueryClient, api: Api, meetingId: string): Promise<void> {
  const shown = () => queries.getQueryData<Transcript>(transcriptKeys.one(meetingId, null));
  const before = shown();
  if (!before) return;
  const changed = await readChanged(api, meetingId, before.state);
  // What came while it was asked for is newer than the answer.
  if (shown()?.state !== before.state) return lookAgain(queries, api, meetingId);
  if (changed) takeTranscript(queries, changed);
}

/** Who a speaker is was decided: what the page shows of guesses and of people is asked for anew. */
export function takeSpeakers(queries: QueryClient, meetingId: string): void {
  void queries.invalidateQueries({ queryKey: transcriptKeys.suggestions(meetingId) });
  void queries.invalidateQueries({ queryKey: peopleKeys.all });
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
    mutationFn: (change: (corrections: CorrectionsApi) => Promise<Transcript>) => change(corrections),
    onSuccess: (transcript) => {
      stack.made(transcript.changed);
      takeTranscript(queries, transcript);
    },
    onError: (error) => say(complaint(error)),
  });
}
