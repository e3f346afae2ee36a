"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from "react";

import { Unreachable } from "@/api/problem";
import { waits } from "@/features/leaving/waiting";
import { meetingKeys } from "@/features/meetings/api/meetings";
import { pageLanguage, useConnection } from "@/features/session/hooks/connection";

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

  useEffect(() => {
    // What was under way before the page was loaded; where the API does not answer, the next load shows it.
    void courier.underWay().then((found) => queue.restore(found), () => undefined);
    const online = () => queue.retryLost((error) => error instanceof Unreachable);
    window.addEventListener("online", online);
    return () => window.removeEventListener("online", online);
  }, [courier, queue]);

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (queue.busy) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [queue]);

  useEffect(() => waits(() => ({ what: "uploads", ...queue.waiting })), [queue]);

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
