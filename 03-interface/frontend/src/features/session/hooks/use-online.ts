"use client";

import { useSyncExternalStore } from "react";

/** Whether the browser has a network. That the server answers is not said by it. */
export function useOnline(): boolean {
  return useSyncExternalStore(watchOnline, () => navigator.onLine, () => true);
}

function watchOnline(changed: () => void): () => void {
  window.addEventListener("online", changed);
  window.addEventListener("offline", changed);
  return () => {
    window.removeEventListener("online", changed);
    window.removeEventListener("offline", changed);
  };
}
