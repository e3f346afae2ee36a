"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useMemo, useState, useSyncExternalStore, type ReactNode } from "react";

import { Problem } from "@/api/problem";
import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { correctionsApi } from "@/features/transcripts/api/transcripts";
import { takeSpeakers, takeTranscript } from "@/features/transcripts/hooks/use-transcript";
import { useSay } from "@/ui/toasts";

import { UndoStack } from "../undo-stack";

const UndoContext = createContext<UndoStack>(new UndoStack());

/** Remembers, while the page is open, what was put right on it. */
export function UndoProvider({ children }: { children: ReactNode }) {
  const [stack] = useState(() => new UndoStack());
  return <UndoContext value={stack}>{children}</UndoContext>;
}

export function useUndoStack(): UndoStack {
  return useContext(UndoContext);
}

type Turn = { ids: readonly string[]; back: boolean };

/** Takes corrections back and makes them again: the last step, or those named. */
export function useUndo(meetingId: string) {
  const stack = useUndoStack();
  const api = useApi();
  const queries = useQueryClient();
  const complaint = useComplaint();
  const say = useSay();
  const state = useSyncExternalStore(stack.subscribe, () => stack.state, () => stack.state);
  const { mutate, isPending } = useMutation({
    scope: { id: `corrections/${meetingId}` },
    mutationFn: ({ ids, back }: Turn) => {
      const corrections = correctionsApi(api, meetingId);
      return back ? corrections.undo(ids) : corrections.redo(ids);
    },
    onSuccess: (transcript, { ids, back }) => {
      if (back) stack.tookBack(ids);
      else stack.madeAgain(ids);
      takeTranscript(queries, transcript);
      takeSpeakers(queries, meetingId);
    },
    onError: (error, { ids }) => {
      if (error instanceof Problem && error.code === "correction_not_found") stack.lost(ids);
      say(complaint(error));
    },
  });
  return useMemo(() => {
    const turn = (ids: readonly string[] | null, back: boolean) => ids && mutate({ ids, back });
    return {
      ...state,
      isPending,
      undo: () => turn(stack.last(), true),
      redo: () => turn(stack.next(), false),
      takeBack: (ids: readonly string[]) => turn(ids, true),
      makeAgain: (ids: readonly string[]) => turn(ids, false),
    };
  }, [state, isPending, mutate, stack]);
}
