"use client";

import { useCallback, useEffect, useRef, useState } from "react";

import type { Playback } from "@/features/playback/playback";

import type { SpokenWords } from "../spoken-words";
import type { Places, Reach } from "./use-places";

/** Keys that scroll a page. */
const SCROLLING = new Set(["PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown"]);

interface Follow {
  following: boolean;
  /** Goes back to what is spoken, and stays with it. */
  follow: () => void;
  /** Marks what is spoken where that was just drawn. */
  light: () => void;
}

/**
 * Keeps what is spoken on the screen, until the reader scrolls by hand; then waits to be asked.
 *
 * Marks the spoken word by an attribute on its element, past React: a word a third of a second, in a text of any length.
 */
export function useFollow(playback: Playback, spoken: SpokenWords, elementOf: Places["elementOf"], reach: Reach): Follow {
  const [following, setFollowing] = useState(true);
  const state = useRef({ following: true, utterance: -1 });
  const lighting = useRef<() => void>(() => undefined);

  const turn = useCallback((on: boolean) => {
    state.current.following = on;
    setFollowing(on);
  }, []);

  const show = useCallback(
    (utterance: number, smooth: boolean) => {
      reach(utterance, (element) => (smooth ? bringIntoView(element, true) : settleInView(element)));
    },
    [reach],
  );

  useEffect(() => {
    let lit: HTMLElement | null = null;
    const light = (time: number) => {
      const place = spoken.wordAt(time);
      const word = place ? (elementOf(place.utterance)?.querySelector<HTMLElement>(`[data-word="${place.word}"]`) ?? null) : null;
      if (word !== lit || (lit && !lit.isConnected)) {
        lit?.removeAttribute("data-spoken");
        word?.setAttribute("data-spoken", "");
        lit = word;
      }
    };
    lighting.current = () => light(playback.time);
    const release = playback.onTime((time) => {
      light(time);
      const utterance = spoken.utteranceAt(time);
      if (utterance === state.current.utterance) return;
      const before = state.current.utterance;
      state.current.utterance = utterance;
      // Opened without a place in the address: the reader starts at the top, title and all.
      if (!state.current.following || (before < 0 && time === 0)) return;
      show(utterance, before >= 0 && Math.abs(utterance - before) < 12);
    });
    return () => {
      release();
      lit?.removeAttribute("data-spoken");
    };
  }, [playback, spoken, elementOf, show]);

  useEffect(() => {
    const yieldTo = () => {
      if (state.current.following && playback.state.playing) turn(false);
    };
    const press = ({ key, target }: KeyboardEvent) => {
      if (SCROLLING.has(key) && !(target instanceof Element && target.closest("input, textarea, select, [role=menu], [role=slider]"))) yieldTo();
    };
    // The scroll bar: pressed beyond the page's own width.
    const drag = ({ clientX }: PointerEvent) => {
      if (clientX >= document.documentElement.clientWidth) yieldTo();
    };
    window.addEventListener("wheel", yieldTo, { passive: true });
    window.addEventListener("touchmove", yieldTo, { passive: true });
    window.addEventListener("keydown", press);
    window.addEventListener("pointerdown", drag);
    return () => {
      window.removeEventListener("wheel", yieldTo);
      window.removeEventListener("touchmove", yieldTo);
      window.removeEventListener("keydown", press);
      window.removeEventListener("pointerdown", drag);
    };
  }, [playback, turn]);

  const follow = useCallback(() => {
    turn(true);
    show(spoken.utteranceAt(playback.time), false);
  }, [turn, show, spoken, playback]);

  const light = useCallback(() => lighting.current(), []);
  return { following, follow, light };
}

const SETTLING_FRAMES = 8;

/** The same for an element that was far from the screen: what is around it has its true height only once it is drawn. */
export function settleInView(element: HTMLElement, frames = SETTLING_FRAMES): void {
  if (!element.isConnected) return;
  bringIntoView(element, false);
  if (frames > 0) requestAnimationFrame(() => settleInView(element, frames - 1));
}

/** Puts the element about a third down the screen, unless it already stands comfortably. */
export function bringIntoView(element: HTMLElement, smooth: boolean): void {
  const { top, bottom } = element.getBoundingClientRect();
  const height = window.innerHeight;
  if (top >= height * 0.22 && bottom <= height * 0.78) return;
  const calm = !smooth || window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  window.scrollTo({ top: window.scrollY + top - height * 0.33, behavior: calm ? "instant" : "smooth" });
}
