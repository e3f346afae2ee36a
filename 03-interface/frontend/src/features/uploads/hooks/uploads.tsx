"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from "react";

import { Unreachable } from "@/api/problem";
import { waits } from "@/features/leaving/waiting";
import { meetingKeys } from "@/features/meetings/api/meetings";
import { pageLanguage, useConnection, useSessionState } from "@/features/session/hooks/connection";

import { createCourier } from "../api/courier";
import { UploadQueue, type Upload } from "../queue";

const QueueContext = createContext<UploadQueue | null>(null);

/** Keeps uploads going while the reader moves between screens, and shows those begun before, and warns before the page is closed on them. */
export function UploadsProvider({ children }: { children: ReactNode }) {
  const { origin, keeper } = useConnection();
  const queries = useQueryClient();
  const [courier] = useState(() => createCourier(origin, keeper, pageLanguage));
  const [queue] = useState(
    () =>
      new UploadQueue(courier, (meeting) => {
        queries.setQueryData(meetingKeys.one(meeting.id), meeting);
        void queries.invalidateQueries({ queryKey: meetingKeys.lists });
      }),
  );

  const session = useSessionState();
  const account = session.status === "open" ? session.session.account.id : null;

  useEffect(() => {
    if (account === null) return;
    let over = false;
    void courier
      .underWay()
      // What was under way before the page was loaded; where the API does not answer, the next load shows it.
      .then((found) => queue.restore(found), () => undefined)
      .then(async () => {
        // Without a service worker nobody can have shared anything.
        if (over || !navigator.serviceWorker?.controller) return;
        const { carryOn } = await import("../shared-uploads");
        if (!over) await carryOn(queue, account);
      })
      .catch(() => undefined);
    return () => {
      over = true;
      queue.close();
    };
  }, [courier, queue, account]);

  useEffect(() => {
    const online = () => queue.retryLost((error) => error instanceof Unreachable);
    window.addEventListener("online", online);
    return () => window.removeEventListener("online", online);
  }, [queue]);

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (queue.busy) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [queue]);

  useEffect(() => {
    const stops = [waits(() => ({ what: "uploads", ...queue.waiting(false) })), waits(() => ({ what: "shared", ...queue.waiting(true) }))];
    return () => stops.forEach((stop) => stop());
  }, [queue]);

  return <QueueContext value={queue}>{children}</QueueContext>;
}

export function useUploadQueue(): UploadQueue {
  const queue = useContext(QueueContext);
  if (queue === null) throw new Error("outside UploadsProvider");
  return queue;
}

const NONE: readonly Upload[] = [];

export function useUploads(): readonly Upload[] {
  const queue = useUploadQueue();
  return useSyncExternalStore(
    queue.subscribe,
    () => queue.uploads,
    () => NONE,
  );
}
