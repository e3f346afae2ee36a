"use client";

import { useMemo, useState } from "react";

import type { Meeting, Run } from "@/api/types";
import { usePutAway } from "@/features/trash/hooks/use-put-away";

import { useRunActions } from "./use-meetings";

export type Question = "tags" | "again";

/** What the rows of a list ask for. One and the same object for as long as the list stands: thousands of rows hold it. */
export interface ListActions {
  ask: (how: Question, meeting: Meeting) => void;
  cancel: (run: Run) => void;
  retry: (meeting: Meeting) => Promise<unknown>;
  putAway: (meetings: readonly Meeting[]) => void;
  showTag: (tag: string) => void;
}

/** The acts of a list and what is being asked about one of its meetings. */
export function useListActions(showTag: (tag: string) => void) {
  const [asking, setAsking] = useState<{ how: Question; about: string } | null>(null);
  const { cancel, start } = useRunActions();
  const { mutate: putAway } = usePutAway();
  const { mutate: cancelRun } = cancel;
  const { mutateAsync: startRun } = start;
  const actions = useMemo<ListActions>(
    () => ({
      ask: (how, { id }) => setAsking({ how, about: id }),
      cancel: cancelRun,
      retry: ({ id, language, speakers, speakers_most }) => startRun({ meetingId: id, settings: { language, speakers, speakers_most } }),
      putAway,
      showTag,
    }),
    [cancelRun, startRun, putAway, showTag],
  );
  return { actions, asking, answered: () => setAsking(null) };
}
