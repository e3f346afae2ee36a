"use client";

import { useEffect, useRef, useState } from "react";

const PAUSE_MS = 250;

/**
 * What stands in a field while one types, and how to type there: `onTyped` is told a moment after the last letter.
 *
 * Where the value changes by other means (back, "show all"), the field says so.
 */
export function useTyped(value: string, onTyped: (text: string) => void): [string, (text: string) => void] {
  const [typed, setTyped] = useState(value);
  const [seen, setSeen] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  if (seen !== value) {
    setSeen(value);
    if (typed.trim() !== value) setTyped(value);
  }
  // Who changes something else before the moment is over has that kept: what is told is told to the caller of then.
  const latest = useRef(onTyped);
  useEffect(() => {
    latest.current = onTyped;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (text: string) => {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => latest.current(text.trim()), PAUSE_MS);
  };
  return [typed, type];
}
