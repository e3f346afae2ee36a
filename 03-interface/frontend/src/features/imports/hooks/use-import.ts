"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

import type { TranscriptImport } from "@/api/types";
import { meetingKeys } from "@/features/meetings/api/meetings";
import { useApi } from "@/features/session/hooks/connection";

import { importMeeting, type TranscriptDetails } from "../api/imports";

interface Order {
  file: File;
  details: TranscriptDetails;
}

/** Imports a file, one at a time. Whoever goes away before the answer gives it up, as far as it can still be given up. */
export function useImport(onImported: (found: TranscriptImport) => void) {
  const api = useApi();
  const queries = useQueryClient();
  const under = useRef<AbortController | null>(null);
  useEffect(() => () => under.current?.abort(), []);
  return useMutation({
    mutationFn: ({ file, details }: Order) => {
      under.current = new AbortController();
      return importMeeting(api, file, details, under.current.signal);
    },
    onSuccess: (found) => {
      queries.setQueryData(meetingKeys.one(found.meeting.id), found.meeting);
      onImported(found);
    },
    // Given up too late, it is there all the same.
    onSettled: () => void queries.invalidateQueries({ queryKey: meetingKeys.lists }),
  });
}
