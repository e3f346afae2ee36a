"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import type { QueuedRun } from "@/api/types";
import { advance, cancelAnybodys, cancelOwn, everybodysQueueKey, place, prioritise, queueKey, readQueue } from "@/features/runs/api/queue";
import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useSay } from "@/ui/toasts";

import type { Move } from "../moves";

/** What is told of a run at work changes once a second; who only looks need not know it at once. */
const LOOK_AGAIN_MS = 3_000;

/** The line as it is now: everybody's for an administrator, one's own for anybody. Read again while it is looked at. */
export function useLine(everybody: boolean) {
  const api = useApi();
  return useQuery({
    queryKey: everybody ? everybodysQueueKey : queueKey,
    queryFn: ({ signal }) => readQueue(api, signal, everybody),
    refetchInterval: LOOK_AGAIN_MS,
  });
}

/** Puts runs elsewhere, with the way back, and stops them. */
export function useQueueActs(everybody: boolean) {
  const t = useTranslations("queue");
  const api = useApi();
  const queries = useQueryClient();
  const say = useSay();
  const complaint = useComplaint();
  const settled = {
    onSettled: () => void queries.invalidateQueries({ queryKey: queueKey }),
    onError: (error: unknown) => say(complaint(error)),
  };
  const back = useMutation({
    mutationFn: ({ run, move }: { run: QueuedRun; move: Move }) =>
      move.how === "place" ? place(api, run.id, move.back) : prioritise(api, run.id, move.back),
    ...settled,
  });
  const move = useMutation({
    mutationFn: ({ run, move }: { run: QueuedRun; move: Move }) => {
      if (move.how === "first") return advance(api, run.id);
      return move.how === "place" ? place(api, run.id, move.to) : prioritise(api, run.id, move.to);
    },
    onSuccess: (_, moved) => say(t("moved"), { label: t("undo"), run: () => back.mutate(moved) }),
    ...settled,
  });
  const stop = useMutation({
    mutationFn: (run: QueuedRun) => (everybody ? cancelAnybodys(api, run.id) : cancelOwn(api, run.id)),
    onSuccess: () => say(t("stopped")),
    ...settled,
  });
  return { move, stop };
}
