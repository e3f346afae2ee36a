"use client";

import { useMemo } from "react";

import type { Transcript } from "@/api/types";

import { threads } from "../placing";
import { useComments } from "./use-comments";

/** What is said of a transcript's words, in the order of the text. */
export function useThreads({ meeting_id: meetingId, utterances }: Transcript) {
  const { data } = useComments(meetingId);
  return useMemo(() => ({ threads: threads(data ?? [], utterances), isKnown: data !== undefined }), [data, utterances]);
}
