"use client";

import { useCallback, useSyncExternalStore } from "react";

import { keepChoice } from "@/ui/choice";

export const VIEWS = ["list", "grid"] as const;
export type View = (typeof VIEWS)[number];

const COOKIE = "scribe_view";
const listeners = new Set<() => void>();

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The view in a browser's cookies; whatever is not understood is a list. */
export function viewIn(cookies: string): View {
  const kept = new RegExp(`(?:^|; )${COOKIE}=(\\w+)`).exec(cookies)?.[1];
  return VIEWS.find((view) => view === kept) ?? "list";
}

/** How meetings are laid out, kept in this browser, and a way to change it. */
export function useView(): [View, (view: View) => void] {
  const view = useSyncExternalStore<View>(
    subscribe,
    () => viewIn(document.cookie),
    () => "list",
  );
  const change = useCallback((next: View) => {
    keepChoice(COOKIE, next);
    listeners.forEach((listener) => listener());
  }, []);
  return [view, change];
}
