"use client";

import { useMutation, useMutationState, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale } from "next-intl";
import { useCallback, useMemo } from "react";

import { Problem } from "@/api/problem";
import type { Minutes, NewMinutes } from "@/api/types";
import { registerKeys } from "@/features/register/api/register";
import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useSay } from "@/ui/toasts";

import { listTemplates, minutesApi, minutesKeys, readMinutes, removeMinutes, writeMinutes, type MinutesApi } from "../api/minutes";
import { changed, Overtaken } from "../overtaken";

/** A meeting's minutes; `null` where none are written yet. */
export function useMinutes(meetingId: string, enabled: boolean) {
  const api = useApi();
  return useQuery({ queryKey: minutesKeys.of(meetingId), queryFn: ({ signal }) => readMinutes(api, meetingId, signal), enabled });
}

/** What minutes can be made of, named in the reader's language. */
export function useTemplates() {
  const api = useApi();
  return useQuery({ queryKey: minutesKeys.templates(useLocale()), queryFn: ({ signal }) => listTemplates(api, signal), staleTime: 300_000 });
}

/** Writes minutes, or writes them anew over the draft that is there. */
export function useWriteMinutes(meetingId: string) {
  const api = useApi();
  const queries = useQueryClient();
  const key = minutesKeys.of(meetingId);
  return useMutation({
    scope: { id: `minutes ${meetingId}` },
    mutationFn: (how: NewMinutes) => writeMinutes(api, meetingId, how),
    onSuccess: (minutes) => queries.setQueryData<Minutes | null>(key, minutes),
    // Written elsewhere meanwhile: shown.
    onError: (error) => (error instanceof Problem && error.status === 409 ? queries.invalidateQueries({ queryKey: key }) : undefined),
    onSettled: () => queries.invalidateQueries({ queryKey: registerKeys.all }),
  });
}

/** Throws the minutes away. */
export function useRemoveMinutes(meetingId: string) {
  const api = useApi();
  const queries = useQueryClient();
  const complaint = useComplaint();
  const say = useSay();
  const key = minutesKeys.of(meetingId);
  return useMutation({
    scope: { id: `minutes ${meetingId}` },
    mutationFn: (version: number) => removeMinutes(api, meetingId, version),
    onSuccess: () => queries.setQueryData<Minutes | null>(key, null),
    onError: (error) => {
      say(complaint(error));
      return queries.invalidateQueries({ queryKey: key });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: registerKeys.all }),
  });
}

interface Ask {
  act: (minutes: MinutesApi, now: Minutes) => Promise<Minutes>;
  holds?: (now: Minutes) => boolean;
}

/**
 * Changes a meeting's minutes, one change after the other, each made to the newest version; `Overtaken` where somebody else changed
 * the same.
 */
export function useChangeMinutes(meetingId: string): (ask: Ask) => Promise<Minutes> {
  const api = useApi();
  const queries = useQueryClient();
  const key = minutesKeys.of(meetingId);
  const changes = useMemo(() => minutesApi(api, meetingId), [api, meetingId]);
  const { mutateAsync } = useMutation({
    mutationKey: minutesKeys.changes(meetingId),
    scope: { id: `minutes ${meetingId}` },
    networkMode: "always",
    mutationFn: async ({ act, holds }: Ask) => {
      const look = async () => {
        const now = await readMinutes(api, meetingId);
        queries.setQueryData<Minutes | null>(key, now);
        if (now === null) throw new Problem(404, "minutes_not_found", "");
        return now;
      };
      const known = queries.getQueryData<Minutes | null>(key) ?? (await look());
      return changed(known, look, { act: (now) => act(changes, now), holds });
    },
    onSuccess: (minutes) => {
      queries.setQueryData<Minutes | null>(key, minutes);
      void queries.invalidateQueries({ queryKey: registerKeys.all });
    },
    // Approved, frozen or gone meanwhile: the page becomes what the minutes are.
    onError: (error) => (error instanceof Problem && [404, 409].includes(error.status) ? queries.invalidateQueries({ queryKey: key }) : undefined),
  });
  return mutateAsync;
}

/** The same for what a press does: what went wrong is said, and nothing of it is kept for later. Tells whether it was done. */
export function usePressMinutes(meetingId: string, overtaken: string): (ask: Ask) => Promise<Minutes | null> {
  const change = useChangeMinutes(meetingId);
  const complaint = useComplaint();
  const say = useSay();
  return useCallback(
    async (ask) => {
      try {
        return await change(ask);
      } catch (error) {
        say(error instanceof Overtaken ? overtaken : complaint(error));
        return null;
      }
    },
    [change, complaint, say, overtaken],
  );
}

/** Whether a change is on its way. */
export function useIsChanging(meetingId: string): boolean {
  const pending = useMutationState({ filters: { mutationKey: minutesKeys.changes(meetingId), status: "pending" }, select: () => true });
  return pending.length > 0;
}
