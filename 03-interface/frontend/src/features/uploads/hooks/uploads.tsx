"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from "react";

import { Unreachable } from "@/api/problem";
import { waits } from "@/features/leaving/waiting";
import { meetingKeys } from "@/features/meetings/api/meetings";
import { pageLanguage, useConnection, useSessionState } from "@/features/session/hooks/connection";
import { Later } from "@/ui/later";

import { listUploads } from "../api/uploads";
import { UploadQueue, type Courier, type Upload } from "../queue";

// Nothing is sent before somebody is at the page.
const sending = new Later(async () => (await import("../api/courier")).createCourier);

const QueueContext = createContext<UploadQueue | null>(null);

/** Keeps uploads going while the reader moves between screens, and shows those begun before, and warns before the page is closed on them. */
export function UploadsProvider({ children }: { children: ReactNode }) {
  const { origin, keeper, api } = useConnection();
  const queries = useQueryClient();
  const [queue] = useState(() => {
    const coming = async () => {
      const create = await sending.come().catch((cause: unknown) => {
        throw new Unreachable("what sends did not come", { cause });
      });
      return create(origin, keeper, pageLanguage);
    };
    const courier: Courier = {
      send: async (order, signal) => (await coming()).send(order, signal),
      stop: async (remote) => (await coming()).stop(remote),
    };
    return new UploadQueue(courier, (meeting) => {
      queries.setQueryData(meetingKeys.one(meeting.id), meeting);
      void queries.invalidateQueries({ queryKey: meetingKeys.lists });
    });
  });

  const session = useSessionState();
  const account = session.status === "open" ? session.session.account.id : null;

  useEffect(() => {
    if (account === null) return;
    let over = false;
    void listUploads(api)
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
  }, [api, queue, account]);

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
