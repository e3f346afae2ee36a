"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { Person } from "@/api/types";
import { hasEnded } from "@/features/runs/hooks/live-runs";
import { useApi } from "@/features/session/hooks/connection";
import { transcriptKeys } from "@/features/transcripts/api/transcripts";

import { peopleKeys } from "../api/keys";
import { listConsents, listEnrolments, listMeetingsOf, listPeople, listVoiceprints, readPerson } from "../api/people";

export function usePeople(q: string) {
  const api = useApi();
  return useQuery({
    queryKey: peopleKeys.list(q),
    queryFn: ({ signal }) => listPeople(api, q, signal),
    // The old list stays until the new one is there: nothing jumps.
    placeholderData: keepPreviousData,
  });
}

export function usePerson(id: string) {
  const api = useApi();
  return useQuery({ queryKey: peopleKeys.one(id), queryFn: ({ signal }) => readPerson(api, id, signal) });
}

export function useConsents(id: string) {
  const api = useApi();
  return useQuery({ queryKey: peopleKeys.consents(id), queryFn: ({ signal }) => listConsents(api, id, signal) });
}

export function useVoiceprints(id: string) {
  const api = useApi();
  return useQuery({ queryKey: peopleKeys.voiceprints(id), queryFn: ({ signal }) => listVoiceprints(api, id, signal) });
}

export function useMeetingsOf(id: string) {
  const api = useApi();
  return useQuery({ queryKey: peopleKeys.meetings(id), queryFn: ({ signal }) => listMeetingsOf(api, id, signal) });
}

/** News of the runs arrive by themselves; asking now and then too helps where they cannot. */
const LOOK_MS = 5_000;

export function useEnrolments(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: peopleKeys.enrolments(id),
    queryFn: ({ signal }) => listEnrolments(api, id, signal),
    refetchInterval: ({ state }) => (state.data?.some((run) => !hasEnded(run)) ? LOOK_MS : false),
  });
}

/**
 * Does something about people; what the page shows of them, names in transcripts too, is asked for anew.
 *
 * Where the act leads away from a person who is no more, the page that is being left asks for nothing: `"none"`.
 */
export function useChangePeople<T, A>(act: (api: ReturnType<typeof useApi>, asked: A) => Promise<T>, refetchType: "active" | "none" = "active") {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (asked: A) => act(api, asked),
    // Without a network it says so: consent and voices are not kept for later, when nobody looks any more.
    networkMode: "always",
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: transcriptKeys.all });
      return queries.invalidateQueries({ queryKey: peopleKeys.all, refetchType });
    },
  });
}

/**
 * Gives consent or takes it back.
 *
 * The person is as the API answered before anything else of the page is asked for: nothing is offered meanwhile that they took back.
 */
export function useChangeConsent<A>(act: (api: ReturnType<typeof useApi>, asked: A) => Promise<Person>) {
  const queries = useQueryClient();
  return useChangePeople<Person, A>(async (api, asked) => {
    const person = await act(api, asked);
    queries.setQueryData<Person>(peopleKeys.one(person.id), person);
    return person;
  });
}
