"use client";

import { useEffect } from "react";

/** Keeps the screen on while something is recorded, where the browser can: phones stop a page whose screen goes dark. */
export function useWakeLock(wanted: boolean): void {
  useEffect(() => {
    if (!wanted || !("wakeLock" in navigator)) return;
    let over = false;
    let lock: WakeLockSentinel | null = null;
    const take = async () => {
      if (over || document.visibilityState !== "visible" || (lock !== null && !lock.released)) return;
      // Refused where the battery is low: then it records until the screen goes dark.
      const taken = await navigator.wakeLock.request("screen").catch(() => null);
      if (over) void taken?.release();
      else lock = taken;
    };
    const retake = () => void take(); // it is lost with each change to another tab
    void take();
    document.addEventListener("visibilitychange", retake);
    return () => {
      over = true;
      document.removeEventListener("visibilitychange", retake);
      void lock?.release();
    };
  }, [wanted]);
}
