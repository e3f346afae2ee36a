"use client";

import { useQueryClient } from "@tanstack/react-query";
import { usePathname, useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";

import type { Meeting, Run } from "@/api/types";
import { meetingKeys, readMeeting } from "@/features/meetings/api/meetings";
import { useApi } from "@/features/session/hooks/connection";

import type { Bell } from "../bell";
import type { Words } from "../browser";
import { useStanding, useWanted } from "./use-standing";

/** The bell, where the reader wants one and this page is the one of its browser that listens; else `null`. */
export function useBell(): Bell | null {
  const on = useWanted();
  const allowed = useStanding() === "allowed";
  const api = useApi();
  const queries = useQueryClient();
  const router = useRouter();
  const pathname = usePathname();
  const t = useTranslations("notifications");
  const [bell, setBell] = useState<Bell | null>(null);
  const said = (ended: Run, title: string): Words =>
    ended.status === "COMPLETED" ? { sentence: t("ready", { title }) } : { sentence: t("failed", { title }), reason: ended.error?.message };
  const latest = useRef({ said, router });
  useEffect(() => {
    latest.current = { said, router };
  });

  useEffect(() => {
    if (!on || !allowed) return;
    const ended = new AbortController();
    // Who wants no notifications never loads it.
    const coming = Promise.all([import("../bell"), import("../browser")]);
    void coming.then(([{ Bell }, { isSeen, notify, takeDuty, tellOnce }]) => {
      const titleOf = async (meeting: string) => {
        const known = queries.getQueryData<Meeting>(meetingKeys.one(meeting));
        return (known ?? (await readMeeting(api, meeting).catch(() => null)))?.title ?? null;
      };
      const made = new Bell({
        isSeen,
        tellOnce,
        titleOf,
        show: (run, meeting, title) =>
          notify(run.id, `/meetings/${meeting}`, latest.current.said(run, title), (path) => latest.current.router.push(path)),
      });
      takeDuty(ended.signal, () => setBell(made));
    }, () => undefined); // without a network there are no news either
    return () => {
      ended.abort();
      setBell(null);
    };
  }, [on, allowed, api, queries]);

  // What is looked at needs no notification.
  useEffect(() => {
    if (!on || !allowed) return;
    let ended = new AbortController();
    const look = () => {
      ended.abort();
      ended = new AbortController();
      const { signal } = ended;
      if (document.visibilityState === "visible") void import("../browser").then(({ beSeen }) => beSeen(pathname, signal), () => undefined);
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      ended.abort();
    };
  }, [on, allowed, pathname]);

  return bell;
}
