"use client";

import { useEffect } from "react";

import type { Playback } from "../playback";

const STEP = 3;
const LEAP = 10;

/** What each key does. Space also presses a focused button and letters are also typed: see `isTaken`. */
const ACTIONS: Record<string, (playback: Playback) => void> = {
  " ": (playback) => playback.toggle(),
  k: (playback) => playback.toggle(),
  j: (playback) => playback.skip(-LEAP),
  l: (playback) => playback.skip(LEAP),
  ArrowLeft: (playback) => playback.skip(-STEP),
  ArrowRight: (playback) => playback.skip(STEP),
  "<": (playback) => playback.changeRate(-1),
  ">": (playback) => playback.changeRate(1),
  r: (playback) => playback.markLoop(),
};

/** Whether the key already means something where the focus is: text being typed, a menu, a slider, a dialog. */
export function isTaken(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest("input, textarea, select, [contenteditable], [role=menu], [role=tablist], [role=slider], dialog")) return true;
  return key === " " && target.closest("button, a, summary") !== null;
}

/** Plays, pauses and moves by keyboard, wherever on the page the reader is. */
export function usePlaybackKeys(playback: Playback): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const act = ACTIONS[key];
      if (!act || isTaken(event.target, key)) return;
      event.preventDefault();
      act(playback);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [playback]);
}
