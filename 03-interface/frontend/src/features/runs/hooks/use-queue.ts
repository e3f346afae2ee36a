"use client";

import { useQuery } from "@tanstack/react-query";

import type { Run } from "@/api/types";
import { useApi } from "@/features/session/hooks/connection";

import { queueKey, readQueue } from "../api/queue";

const LOOK_AGAIN_MS = 10_000;

/** Seconds until a run that waits begins, by how fast recent runs went; `null` where nothing measured tells. */
export function useStartsIn(run: Run): number | null {
  const api = useApi();
  const { data } = useQuery({
    queryKey: queueKey,
    queryFn: ({ signal }) => readQueue(api, signal),
    enabled: run.status === "PENDING",
    refetchInterval: LOOK_AGAIN_MS,
    // The line is fine without it.
    retry: false,
  });
  return data?.items.find((queued) => queued.id === run.id)?.starts_in ?? null;
}
