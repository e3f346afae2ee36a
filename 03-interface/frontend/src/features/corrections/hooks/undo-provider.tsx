"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useMemo, useState, useSyncExternalStore, type ReactNode } from "react";

import { Problem } from "@/api/problem";
import { useEditOutbox, useEdits } from "@/features/edits/hooks/edits-provider";
import { useApi } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { takeSpeakers, takeTranscript } from "@/features/transcripts/hooks/take-transcript";
import { Later } from "@/ui/later";
import { useSay } from "@/ui/toasts";

import { UndoStack } from "../undo-stack";

// Nothing is taken back before somebody is at the page.
const calls = new Later(async () => (await import("../api/corrections")).correctionsApi);

const UndoContext = createContext<UndoStack>(new UndoStack());

/** Remembers, while the page is open, what was put right on it. */
export function UndoProvider({ children }: { children: ReactNode }) {
  const [stack] = useState(() => new UndoStack());
  return <UndoContext value={stack}>{children}</UndoContext>;
}

export function useUndoStack(): UndoStack {
  return useContext(UndoContext);
}

/** `ids` are those named; without any it is the last step, or the next. */
type Turn = { ids: readonly string[] | null; back: boolean };

/** Takes corrections back and makes them again: the last step, or those named. */
export function useUndo(meetingId: string) {
  const stack = useUndoStack();
  const api = useApi();
  const queries = useQueryClient();
  const complaint = useComplaint();
  const say = useSay();
  const outbox = useEditOutbox();
  const { waiting } = useEdits(meetingId);
  const state = useSyncExternalStore(stack.subscribe, () => stack.state, () => stack.state);
  const { mutate, isPending } = useMutation({
    scope: { id: `corrections/${meetingId}` },
    mutationFn: async ({ ids, back }: Turn) => {
      // What is still on its way is the last step.
      await outbox.settled(meetingId);
      const step = ids ?? (back ? stack.last() : stack.next());
      if (step === null) return null;
      const corrections = (await calls.come())(api, meetingId);
      try {
        return { step, transcript: await (back ? corrections.undo(step) : corrections.redo(step)) };
      } catch (error) {
        if (error instanceof Problem && error.code === "correction_not_found") stack.lost(step);
        throw error;
      }
    },
    onSuccess: (turned, { back }) => {
      if (turned === null) return;
      if (back) stack.tookBack(turned.step);
      else stack.madeAgain(turned.step);
      takeTranscript(queries, turned.transcript);
      takeSpeakers(queries, meetingId);
    },
    onError: (error) => say(complaint(error)),
  });
  return useMemo(
    () => ({
      ...state,
      canUndo: state.canUndo || waiting > 0,
      isPending,
      undo: () => mutate({ ids: null, back: true }),
      redo: () => mutate({ ids: null, back: false }),
      takeBack: (ids: readonly string[]) => mutate({ ids, back: true }),
      makeAgain: (ids: readonly string[]) => mutate({ ids, back: false }),
    }),
    [state, waiting, isPending, mutate],
  );
}
