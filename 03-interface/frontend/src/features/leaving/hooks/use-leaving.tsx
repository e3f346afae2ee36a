"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { createPortal } from "react-dom";

import { Unreachable } from "@/api/problem";
import { signOut } from "@/features/session/api/sessions";
import { useConnection } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Later } from "@/ui/later";
import { useSay } from "@/ui/toasts";

import type { LeaveDialog } from "../components/leave-dialog";
import { whatWaits } from "../waiting";

// It is asked for most where there is no network to fetch it over.
const code = new Later(async () => (await import("../components/leave-dialog")).LeaveDialog);

/** Signs out, after a question where something waits on this device; and the question, to be drawn. */
export function useLeaving(): { leave: () => void; question: ReactNode } {
  const { api, keeper } = useConnection();
  const queries = useQueryClient();
  const say = useSay();
  const complaint = useComplaint();
  const [Question, setQuestion] = useState<typeof LeaveDialog | null>(null);

  const close = async () => {
    try {
      await signOut(api);
      setQuestion(null);
      keeper.forget();
      queries.clear();
    } catch (error) {
      say(complaint(error));
    }
  };
  const ask = () =>
    code.come().then(
      (question) => setQuestion(() => question),
      // Without a network nobody is signed out either.
      (error: unknown) => say(complaint(new Unreachable("no answer", { cause: error }))),
    );
  return {
    leave: () => void (whatWaits().length > 0 ? ask() : close()),
    // The way out stands in the head of the page; what is asked there is no part of it.
    question: Question && createPortal(<Question onStay={() => setQuestion(null)} onLeave={close} />, document.body),
  };
}
