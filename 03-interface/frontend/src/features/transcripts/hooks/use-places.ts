"use client";

import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";

/** Does something with the element of an utterance, given by its place; where that is not drawn, it is drawn first. */
export type Reach = (place: number, act: (element: HTMLElement) => void) => void;

export interface Places {
  list: RefObject<HTMLDivElement | null>;
  /** The element of an utterance; `null` while it is too far from the screen to be drawn. */
  elementOf: (place: number) => HTMLElement | null;
  reach: Reach;
  /** The place that was reached for last: it is drawn wherever the screen is. */
  reached: number | null;
}

/** The places of a transcript's utterances on the page. */
export function usePlaces(): Places {
  const list = useRef<HTMLDivElement>(null);
  const [reached, setReached] = useState<number | null>(null);
  /** Several may reach for the same place at once: whoever goes through the doubts, and what follows the sound. */
  const wanted = useRef<{ place: number; acts: ((element: HTMLElement) => void)[] }>({ place: -1, acts: [] });
  const elementOf = useCallback((place: number) => list.current?.querySelector<HTMLElement>(`#u-${place}`) ?? null, []);

  const reach = useCallback<Reach>(
    (place, act) => {
      const element = elementOf(place);
      if (element) return act(element);
      if (wanted.current.place === place) wanted.current.acts.push(act);
      else wanted.current = { place, acts: [act] };
      setReached(place);
    },
    [elementOf],
  );
  useLayoutEffect(() => {
    const { place, acts } = wanted.current;
    const element = place === reached ? elementOf(place) : null;
    if (!element) return;
    wanted.current = { place: -1, acts: [] };
    for (const act of acts) act(element);
  }, [reached, elementOf]);

  useEffect(() => {
    shown = reach;
    return () => {
      if (shown === reach) shown = null;
    };
  }, [reach]);
  return { list, elementOf, reach, reached };
}

/** Of the transcript on the page: there is one at most. */
let shown: Reach | null = null;

/** Reaches for an utterance from beside the transcript; nothing happens where none is shown. */
export const reachShown: Reach = (place, act) => shown?.(place, act);
