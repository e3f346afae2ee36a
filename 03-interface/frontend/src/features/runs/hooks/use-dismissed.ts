"use client";

import { useState } from "react";

const PLACE = "scribe_dismissed_runs";
const KEPT = 100;

/** Whether the reader has put away how a run ended, on this browser, and the way to do so. */
export function useDismissed(runId: string): [boolean, () => void] {
  const [dismissed, setDismissed] = useState(() => read().includes(runId));
  const dismiss = () => {
    setDismissed(true);
    try {
      localStorage.setItem(PLACE, JSON.stringify([runId, ...read()].slice(0, KEPT)));
    } catch {
      // A browser that keeps nothing: it is put away until the page is opened again.
    }
  };
  return [dismissed, dismiss];
}

function read(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(PLACE) ?? "[]");
    return Array.isArray(kept) ? kept.map(String) : [];
  } catch {
    return [];
  }
}
