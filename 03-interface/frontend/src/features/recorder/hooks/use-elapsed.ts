"use client";

import { useEffect, useState } from "react";

import { useRecorder, useRecorderState } from "./recorder-provider";

/** Whole seconds recorded. */
export function useElapsed(): number {
  const recorder = useRecorder();
  const { phase } = useRecorderState();
  const [seconds, setSeconds] = useState(() => Math.floor(recorder.elapsed));
  useEffect(() => {
    const read = () => setSeconds(Math.floor(recorder.elapsed));
    const first = setTimeout(read);
    const timer = phase === "recording" ? setInterval(read, 250) : undefined;
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [recorder, phase]);
  return seconds;
}
