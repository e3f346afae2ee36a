"use client";

import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";

import { usePlayback, usePlaybackState } from "@/features/playback/hooks/playback-provider";
import { useAudition, type Sample } from "@/features/playback/hooks/use-audition";

interface Hearing {
  /** The citation that is heard, and the last that could not be, by the name each was given. */
  playing: string | null;
  failed: string | null;
  /** The text stands beside: what is heard is shown in it, also where there is no sound. */
  beside: boolean;
  hear: (name: string, sample: Sample) => void;
  stop: () => void;
}

const HearingContext = createContext<Hearing | null>(null);

/** One citation is heard at a time, where it stands. */
export function HearingHere({ children }: { children: ReactNode }) {
  const { playing, failed, hear, stop } = useAudition();
  const value = useMemo<Hearing>(() => ({ playing, failed, beside: false, hear: (name, sample) => void hear(name, sample), stop }), [playing, failed, hear, stop]);
  return <HearingContext value={value}>{children}</HearingContext>;
}

/** Citations of the meeting that the page shows are heard in its player, which the text follows. */
export function HearingInPlayer({ onShow, children }: { onShow?: (() => void) | undefined; children: ReactNode }) {
  const playback = usePlayback();
  const isPlaying = usePlaybackState("playing");
  const hasFailed = usePlaybackState("failed");
  const [name, setName] = useState<string | null>(null);

  useEffect(() => {
    // Who stops it, or goes on with the player by hand, hears the recording and not the citation any more.
    let before = playback.state.playing;
    return playback.subscribe(() => {
      const { playing } = playback.state;
      if (before && !playing) setName(null);
      before = playing;
    });
  }, [playback]);

  const value = useMemo<Hearing>(
    () => ({
      playing: isPlaying ? name : null,
      failed: hasFailed ? name : null,
      beside: true,
      hear: (next, span) => {
        setName(next);
        playback.playSpan(span);
        if (playback.silent) onShow?.();
      },
      stop: () => playback.pause(),
    }),
    [playback, isPlaying, hasFailed, name, onShow],
  );
  return <HearingContext value={value}>{children}</HearingContext>;
}

export function useHearing(): Hearing {
  const hearing = useContext(HearingContext);
  if (hearing === null) throw new Error("outside HearingHere");
  return hearing;
}
