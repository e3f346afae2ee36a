"use client";

import { createContext, useContext, type ReactNode } from "react";

import { useAudition } from "@/features/playback/hooks/use-audition";

type Hearing = ReturnType<typeof useAudition> & { silent: boolean };

const HearingContext = createContext<Hearing | null>(null);

/** One passage of the recording is heard at a time, whichever item cites it; none where there is no recording (`silent`). */
export function HearingProvider({ silent, children }: { silent: boolean; children: ReactNode }) {
  return <HearingContext value={{ ...useAudition(), silent }}>{children}</HearingContext>;
}

export function useHearing(): Hearing {
  const hearing = useContext(HearingContext);
  if (hearing === null) throw new Error("outside HearingProvider");
  return hearing;
}
