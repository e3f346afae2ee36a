"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from "react";

import { meetingKeys } from "@/features/meetings/api/meetings";
import { pageLanguage, useConnection } from "@/features/session/hooks/connection";

import { createSend } from "../api/send-recording";
import { UploadQueue, type Upload } from "../queue";

const QueueContext = createContext<UploadQueue | null>(null);

/** Keeps uploads going while the reader moves between screens, and warns before the page is closed on them. */
export function UploadsProvider({ children }: { children: ReactNode }) {
  const { origin, keeper } = useConnection();
  const queries = useQueryClient();
  const [queue] = useState(
    () =>
      new UploadQueue(
        createSend(origin, keeper, pageLanguage),
        (meeting) => {
          queries.setQueryData(meetingKeys.one(meeting.id), meeting);
          void queries.invalidateQueries({ queryKey: meetingKeys.lists });
        },
      ),
  );

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (queue.busy) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
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
