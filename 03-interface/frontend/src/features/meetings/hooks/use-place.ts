"use client";

import { useLayoutEffect, useRef, useState, type RefObject } from "react";

interface Place {
  address: string;
  meeting: string;
  top: number;
}

const LIST = "/meetings";

let address = LIST;
let place: Place | null = null;
let returning = false;
let listening = false;

/** Where the list was left, filters and all: for links that lead back to it. */
export function listAddress(): string {
  return address;
}

/** Whoever comes to the list now comes back to it. */
export function comeBack(): void {
  returning = true;
}

/** The row at the height where one reads; rows are asked for by what is drawn there, however many there are. */
function rowInSight(list: HTMLElement): HTMLElement | null {
  const { left, width } = list.getBoundingClientRect();
  for (const height of [0.25, 0.5, 0.75]) {
    const row = document.elementFromPoint(left + width / 2, window.innerHeight * height)?.closest<HTMLElement>("[data-meeting]");
    if (row) return row;
  }
  return null;
}

/** Keeps the list's place while somebody is away, and takes them back there when they return to it. */
export function usePlace(current: string, ready: boolean): { list: RefObject<HTMLDivElement | null>; start: string | null } {
  const list = useRef<HTMLDivElement>(null);
  const [kept] = useState(() => (returning && place?.address === current ? place : null));
  const back = useRef(kept !== null);

  useLayoutEffect(() => {
    if (!listening) {
      window.addEventListener("popstate", comeBack);
      listening = true;
    }
    returning = false;
  }, []);

  useLayoutEffect(() => {
    address = current;
    const element = list.current;
    return () => {
      const row = element && window.scrollY > 0 ? rowInSight(element) : null;
      const meeting = row?.dataset.meeting;
      place = row && meeting !== undefined ? { address: current, meeting, top: row.getBoundingClientRect().top } : null;
    };
  }, [current, ready]);

  useLayoutEffect(() => {
    if (!ready || !back.current || !kept) return;
    back.current = false;
    let frames = 6;
    // What is above has its true height only once it is drawn: a few looks, and the row stands where it stood.
    const settle = () => {
      const row = list.current?.querySelector(`[data-meeting="${kept.meeting}"]`);
      if (!row) return;
      window.scrollBy(0, row.getBoundingClientRect().top - kept.top);
      frames -= 1;
      if (frames > 0) requestAnimationFrame(settle);
    };
    settle();
  }, [kept, ready]);

  return { list, start: kept?.meeting ?? null };
}
