"use client";

import { createContext, useContext, useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from "react";

import { useConnection } from "@/features/session/hooks/connection";

import { Playback, type PlaybackState } from "../playback";

const PlaybackContext = createContext<Playback | null>(null);

interface PlaybackProviderProps {
  meetingId: string;
  duration: number;
  /** Seconds to open at. */
  start: number | null;
  /** There is no recording: the text has its places all the same. */
  silent?: boolean;
  children: ReactNode;
}

/** Gives the screens below one recording to listen to. The sound comes straight from the API, by ranges. */
export function PlaybackProvider({ meetingId, duration, start, silent = false, children }: PlaybackProviderProps) {
  const { origin, keeper } = useConnection();
  const ref = useRef<HTMLAudioElement>(null);
  const [playback] = useState(() => {
    const made = new Playback(duration, async () => (await keeper.renew()) !== null, silent);
    if (start !== null) made.seek(start);
    return made;
  });

  useEffect(() => (ref.current ? playback.attach(ref.current) : undefined), [playback]);

  return (
    <PlaybackContext value={playback}>
      {!silent && <audio ref={ref} src={`${origin}/api/v1/meetings/${meetingId}/audio`} crossOrigin="use-credentials" preload="metadata" hidden />}
      {children}
    </PlaybackContext>
  );
}

export function usePlayback(): Playback {
  const playback = useContext(PlaybackContext);
  if (playback === null) throw new Error("outside PlaybackProvider");
  return playback;
}

/** The recording that the screen is about, where it is about one. */
export function usePlaybackIfAny(): Playback | null {
  return useContext(PlaybackContext);
}

/** One part of the state; the caller is drawn again only when that part changes. */
export function usePlaybackState<K extends keyof PlaybackState>(part: K): PlaybackState[K] {
  const playback = usePlayback();
  const read = () => playback.state[part];
  return useSyncExternalStore(playback.subscribe, read, read);
}
