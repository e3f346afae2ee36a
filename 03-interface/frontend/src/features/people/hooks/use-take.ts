"use client";

import { useCallback, useEffect, useRef, useState } from "react";

import { NoMicrophone, record, type MicrophoneFault, type Take } from "../microphone";

/** Seconds at which a recording ends by itself: more is not needed. */
export const LONGEST = 60;

export type TakeState =
  | { step: "ready" }
  | { step: "asking" }
  | { step: "recording"; seconds: number }
  | { step: "recorded"; sound: Blob; address: string; seconds: number }
  | { step: "unable"; fault: MicrophoneFault };

/** A recording of one's own voice, from the question for the microphone to the sound. `onLevel` hears how loud it is. */
export function useTake(onLevel: (level: number) => void) {
  const [state, setState] = useState<TakeState>({ step: "ready" });
  const take = useRef<Take | null>(null);
  const begun = useRef(0);
  const gone = useRef(false);

  const finish = useCallback(async () => {
    const running = take.current;
    take.current = null;
    if (!running) return;
    const seconds = (performance.now() - begun.current) / 1000;
    const sound = await running.finish();
    if (!gone.current) setState({ step: "recorded", sound, address: URL.createObjectURL(sound), seconds });
  }, []);

  const start = useCallback(async () => {
    setState({ step: "asking" });
    try {
      const made = await record();
      // Whoever closed the page meanwhile is not recorded.
      if (gone.current) return made.drop();
      take.current = made;
      begun.current = performance.now();
      setState({ step: "recording", seconds: 0 });
    } catch (error) {
      setState({ step: "unable", fault: error instanceof NoMicrophone ? error.fault : "failed" });
    }
  }, []);

  const recording = state.step === "recording";
  useEffect(() => {
    if (!recording) return;
    let frame = 0;
    const look = () => {
      if (!take.current) return;
      onLevel(take.current.level());
      const seconds = Math.floor((performance.now() - begun.current) / 1000);
      if (seconds >= LONGEST) return void finish();
      setState((now) => (now.step === "recording" && now.seconds !== seconds ? { step: "recording", seconds } : now));
      frame = requestAnimationFrame(look);
    };
    frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [recording, finish, onLevel]);

  const address = state.step === "recorded" ? state.address : null;
  useEffect(() => (address === null ? undefined : () => URL.revokeObjectURL(address)), [address]);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
      take.current?.drop();
      take.current = null;
    };
  }, []);

  return { state, start, finish };
}
