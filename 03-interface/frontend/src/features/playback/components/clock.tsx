"use client";

import { useEffect, useRef } from "react";

import { clock } from "@/language/formats";

import { usePlayback, usePlaybackState } from "../hooks/playback-provider";

/** Where one is and how long it all is. Written straight into the page, once a second. */
export function Clock() {
  const playback = usePlayback();
  const duration = usePlaybackState("duration");
  const now = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      playback.onTime((time) => {
        const text = clock(time);
        if (now.current && now.current.textContent !== text) now.current.textContent = text;
      }),
    [playback],
  );
  return (
    <p className="tabular text-sm whitespace-nowrap text-ink-muted">
      <span ref={now} className="inline-block min-w-[4ch] text-right font-semibold text-ink" />
      <span className="mx-1">{"/"}</span>
      {clock(duration)}
    </p>
  );
}
