"use client";

import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef } from "react";

import { useSessionState } from "@/features/session/hooks/connection";
import { useSay } from "@/ui/toasts";

import { useUploadQueue } from "./uploads";

const OUTCOME = "shared";

/**
 * Gives what other applications shared to whoever takes recordings, and says where nothing of it got here.
 *
 * `take` tells whether there is something to ask about them. The answer is to be called once that was answered: until then they are kept.
 */
export function useSharedFiles(take: (files: readonly File[]) => boolean): () => void {
  const t = useTranslations("upload.shared");
  const say = useSay();
  const queue = useUploadQueue();
  const session = useSessionState();
  const account = session.status === "open" ? session.session.account.id : null;
  const answered = useRef<() => Promise<void>>(async () => undefined);

  useEffect(() => {
    const address = new URL(window.location.href);
    const outcome = address.searchParams.get(OUTCOME);
    if (outcome === null) return;
    address.searchParams.delete(OUTCOME);
    window.history.replaceState(null, "", address.pathname + address.search);
    if (outcome === "nothing" || outcome === "unkept" || outcome === "lost") say(t(outcome));
  }, [say, t]);

  useEffect(() => {
    // Without a service worker nobody can have shared anything.
    if (account === null || !navigator.serviceWorker?.controller) return;
    let left = false;
    void import("../shared-uploads")
      .then(({ unanswered }) => unanswered(queue, account))
      .then((shared) => {
        if (left || shared.files.length === 0) return;
        if (take(shared.files)) answered.current = shared.answered;
        else void shared.answered();
      })
      .catch(() => undefined);
    return () => {
      left = true;
    };
  }, [take, queue, account]);

  return useCallback(() => {
    void answered.current().catch(() => undefined);
    answered.current = async () => undefined;
  }, []);
}
