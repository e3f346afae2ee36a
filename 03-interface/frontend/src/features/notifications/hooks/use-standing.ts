"use client";

import { useSyncExternalStore } from "react";

import { useSessionState } from "@/features/session/hooks/connection";

import { isWanted, onChoice } from "../choice";
import { onStanding, standingOf, type Standing } from "../standing";

/** Whether the browser lets this page notify; `null` until it can be asked. */
export function useStanding(): Standing | null {
  return useSyncExternalStore<Standing | null>(
    (changed) => {
      const [choice, standing] = [onChoice(changed), onStanding(changed)];
      return () => {
        choice();
        standing();
      };
    },
    () => standingOf(window),
    () => null,
  );
}

/** Whether the signed-in person wants to be notified here. */
export function useWanted(): boolean {
  const state = useSessionState();
  const account = state.status === "open" ? state.session.account.id : null;
  return useSyncExternalStore(
    onChoice,
    () => account !== null && isWanted(account),
    () => false,
  );
}
