"use client";

import { createContext, useContext, type ReactNode } from "react";

import { useAudition } from "@/features/playback/hooks/use-audition";

type Hearing = ReturnType<typeof useAudition>;

const HearingContext = createContext<Hearing | null>(null);

/** One passage of the recording is heard at a time, whichever item cites it. */
export function HearingProvider({ children }: { children: ReactNode }) {
  return <HearingContext value={useAudition()}>{children}</HearingContext>;
}

export function useHearing(): Hearing {
  const hearing = useContext(HearingContext);
  if (hearing === null) throw new Error("outside HearingProvider");
  return hearing;
}
