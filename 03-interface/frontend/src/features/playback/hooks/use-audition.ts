"use client";

import { useCallback, useEffect, useRef, useState } from "react";

import { useConnection } from "@/features/session/hooks/connection";

import { usePlaybackIfAny } from "./playback-provider";

export interface Sample {
  meetingId: string;
  start: number;
  end: number;
}

/** Plays a few seconds of one meeting or another, one at a time, beside the recording that is being read, where there is one. */
export function useAudition() {
  const { origin, keeper } = useConnection();
  const playback = usePlaybackIfAny();
  const audio = useRef<HTMLAudioElement | null>(null);
  /** Which sample plays, by the name it was given; `failed` is the last that could not be played. */
  const [playing, setPlaying] = useState<string | null>(null);
  const [failed, setFailed] = useState<string | null>(null);

  const stop = useCallback(() => {
    audio.current?.pause();
    audio.current = null;
    setPlaying(null);
  }, []);
  useEffect(() => stop, [stop]);

  const hear = useCallback(
    async (name: string, { meetingId, start, end }: Sample) => {
      stop();
      playback?.pause();
      setFailed(null);
      setPlaying(name);
      const element = new Audio();
      audio.current = element;
      const mine = () => audio.current === element;
      const fail = () => {
        if (!mine()) return;
        stop();
        setFailed(name);
      };
      element.crossOrigin = "use-credentials";
      element.addEventListener("timeupdate", () => element.currentTime >= end && mine() && stop());
      element.addEventListener("ended", () => mine() && stop());
      element.addEventListener("error", fail);
      // The browser fetches the sound itself: the session is made sure of first.
      await keeper.renew().catch(() => null);
      if (!mine()) return;
      element.src = `${origin}/api/v1/meetings/${meetingId}/audio`;
      element.currentTime = start;
      await element.play().catch(fail);
    },
    [origin, keeper, playback, stop],
  );

  return { playing, failed, hear, stop };
}
