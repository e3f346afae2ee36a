"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { MinutesWriter, NewMinutesRun, Run } from "@/api/types";
import { cancelRun } from "@/features/meetings/api/meetings";
import { hasEnded } from "@/features/runs/hooks/live-runs";
import { useApi } from "@/features/session/hooks/connection";

import { minutesKeys } from "../api/keys";
import { listMinutesRuns, listWriters, startMinutesRun } from "../api/writing";

/** The model of language that writes minutes here; `null` where there is none, or as long as that is not known. */
export function useModelWriter(): MinutesWriter | null {
  const api = useApi();
  const { data } = useQuery({ queryKey: minutesKeys.writers, queryFn: ({ signal }) => listWriters(api, signal), staleTime: 300_000 });
  return data?.find(({ writer }) => writer === "model") ?? null;
}

/** News of the runs arrive by themselves; asking now and then too helps where they cannot. */
const LOOK_MS = 5_000;

/** The newest run in which a model writes a meeting's minutes, or wrote them; `null` where there is none, or it is not asked for. */
export function useWritingRun(meetingId: string, enabled: boolean): Run | null {
  const api = useApi();
  const { data } = useQuery({
    queryKey: minutesKeys.runs(meetingId),
    queryFn: ({ signal }) => listMinutesRuns(api, meetingId, signal),
    enabled,
    refetchInterval: ({ state }) => (state.data?.some((run) => !hasEnded(run)) ? LOOK_MS : false),
  });
  return data?.[0] ?? null;
}

/** Has the model write, and stops it. */
export function useWriting(meetingId: string) {
  const api = useApi();
  const queries = useQueryClient();
  const key = minutesKeys.runs(meetingId);
  const hold = (run: Run) => queries.setQueryData<Run[]>(key, (all = []) => [run, ...all.filter(({ id }) => id !== run.id)]);
  const start = useMutation({
    mutationFn: (how: NewMinutesRun) => startMinutesRun(api, meetingId, how),
    onSuccess: hold,
    // Changed or begun elsewhere meanwhile: shown.
    onError: () => Promise.all([queries.invalidateQueries({ queryKey: key }), queries.invalidateQueries({ queryKey: minutesKeys.of(meetingId) })]),
  });
  const cancel = useMutation({
    mutationFn: (run: Run) => cancelRun(api, run.id),
    onSuccess: hold,
    onError: () => queries.invalidateQueries({ queryKey: key }),
  });
  return { start, cancel };
}
