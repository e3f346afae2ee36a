"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { Marker, Notes, NotesChange } from "@/api/types";
import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useSay } from "@/ui/toasts";

import { changeNotes, notesKeys, readNotes } from "../api/notes";

export function useNotes(meetingId: string) {
  const api = useApi();
  return useQuery({ queryKey: notesKeys.of(meetingId), queryFn: ({ signal }) => readNotes(api, meetingId, signal) });
}

/** Writes what is given. Markers show at once, and go back where the API does not take them. */
export function useChangeNotes(meetingId: string) {
  const api = useApi();
  const queries = useQueryClient();
  const complaint = useComplaint();
  const say = useSay();
  const key = notesKeys.of(meetingId);
  return useMutation({
    scope: { id: `notes ${meetingId}` }, // one after the other: the last word is the last one sent
    mutationFn: (change: NotesChange) => changeNotes(api, meetingId, change),
    onMutate: async (change) => {
      await queries.cancelQueries({ queryKey: key });
      const before = queries.getQueryData<Notes>(key);
      if (before && change.markers) queries.setQueryData<Notes>(key, { ...before, markers: inOrder(change.markers) });
      return before;
    },
    onError: (error, change, before) => {
      if (change.markers) queries.setQueryData(key, before);
      say(complaint(error));
    },
    onSuccess: (notes) => queries.setQueryData(key, notes),
  });
}

/** As the recording passes them, and each with its word. */
export function inOrder(markers: readonly { at: number; word?: string }[]): Marker[] {
  return markers.map(({ at, word }) => ({ at, word: word ?? "" })).sort((a, b) => a.at - b.at);
}
