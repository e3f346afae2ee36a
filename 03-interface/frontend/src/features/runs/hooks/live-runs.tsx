"use client";

import { useQueryClient, type InfiniteData, type QueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { createContext, useContext, useEffect, useRef, useState, type ReactNode } from "react";

import type { Meeting, MeetingPage, Run } from "@/api/types";
import { commentKeys } from "@/features/comments/api/comments";
import { meetingKeys } from "@/features/meetings/api/meetings";
import { minutesKeys } from "@/features/minutes/api/keys";
import { useBell } from "@/features/notifications/hooks/use-bell";
import { peopleKeys } from "@/features/people/api/keys";
import { useConnection } from "@/features/session/hooks/connection";
import { transcriptKeys } from "@/features/transcripts/api/transcripts";
import { lookAgain } from "@/features/transcripts/hooks/take-transcript";
import { useSay } from "@/ui/toasts";

import { TimeLeft } from "../time-left";

const TimeLeftContext = createContext<TimeLeft | null>(null);

const ENDED = new Set<Run["status"]>(["COMPLETED", "FAILED", "CANCELLED"]);

export function hasEnded(run: Pick<Run, "status">): boolean {
  return ENDED.has(run.status);
}

/** Puts a run's news into every meeting the page holds; a run that ended brings its meeting, transcript and all, afresh. */
export function takeNews(queries: QueryClient, run: Run): void {
  if (run.meeting_id === null) return;
  const renew = (meeting: Meeting): Meeting => {
    // News of an earlier run, replayed after a reconnection, says nothing about the meeting now.
    if (meeting.id !== run.meeting_id || (meeting.run && meeting.run.created_at > run.created_at)) return meeting;
    return { ...meeting, status: run.status, run };
  };
  queries.setQueryData<Meeting>(meetingKeys.one(run.meeting_id), (meeting) => meeting && renew(meeting));
  queries.setQueriesData<InfiniteData<MeetingPage>>({ queryKey: meetingKeys.lists }, (list) =>
    list && { ...list, pages: list.pages.map((page) => ({ ...page, items: page.items.map(renew) })) },
  );
  if (!hasEnded(run)) return;
  void queries.invalidateQueries({ queryKey: meetingKeys.all });
  void queries.invalidateQueries({ queryKey: transcriptKeys.of(run.meeting_id) });
}

/** Puts what a run about voices did into what the page holds: a voice was learnt, or a meeting's speakers were named again. */
export function takeNewsOfVoices(queries: QueryClient, run: Run): void {
  if (run.person_id !== null) void queries.invalidateQueries({ queryKey: peopleKeys.of(run.person_id) });
  if (!hasEnded(run)) return;
  void queries.invalidateQueries({ queryKey: peopleKeys.lists });
  if (run.meeting_id !== null) void queries.invalidateQueries({ queryKey: transcriptKeys.of(run.meeting_id) });
}

/** Puts what a run that writes minutes did into what the page holds. */
export function takeNewsOfMinutes(queries: QueryClient, run: Run): void {
  if (run.meeting_id === null) return;
  queries.setQueryData<Run[]>(
    minutesKeys.runs(run.meeting_id),
    (all) => all && [run, ...all.filter(({ id }) => id !== run.id)].sort((one, other) => other.created_at.localeCompare(one.created_at)),
  );
  if (hasEnded(run)) void queries.invalidateQueries({ queryKey: minutesKeys.of(run.meeting_id) });
}

/** Meetings whose newest transcript is on the screen. */
function transcriptsShown(queries: QueryClient): string[] {
  const found = queries.getQueryCache().findAll({ queryKey: transcriptKeys.all, type: "active" });
  return found.flatMap(({ queryKey: [, id, what, revision] }) => (what === "revision" && revision === null ? [String(id)] : []));
}

const LONGEST_PAUSE_MS = 30_000;

/** After news of a transcript: several that follow each other are one look. */
const LOOK_MS = 300;

/** Follows the runs of the reader's meetings while the page is looked at; where the reader is to be notified, also while none is. */
export function LiveRuns({ children }: { children: ReactNode }) {
  const { origin, keeper, api } = useConnection();
  const queries = useQueryClient();
  const say = useSay();
  const t = useTranslations("runs");
  const [timeLeft] = useState(() => new TimeLeft());
  const bell = useBell();
  const listening = useRef({ bell, looked: () => undefined as void });

  useEffect(() => {
    let source: EventSource | null = null;
    const watched = new Set<string>();
    const looks = new Map<string, ReturnType<typeof setTimeout>>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let pause = 1_000;

    const open = () => {
      source = new EventSource(`${origin}/api/v1/events`, { withCredentials: true });
      source.addEventListener("open", () => {
        pause = 1_000;
      });
      source.addEventListener("run", ({ data }: MessageEvent<string>) => {
        const run = JSON.parse(data) as Run;
        takeNews(queries, run);
        void listening.current.bell?.hear(run);
      });
      source.addEventListener("minutes", ({ data }: MessageEvent<string>) => takeNewsOfMinutes(queries, JSON.parse(data) as Run));
      for (const kind of ["enrolment", "identification"] as const)
        source.addEventListener(kind, ({ data }: MessageEvent<string>) => {
          const run = JSON.parse(data) as Run;
          takeNewsOfVoices(queries, run);
          // Whoever asked for it may be on another page by now; what had failed before this one was opened is no news.
          if (!hasEnded(run)) watched.add(run.id);
          else if (watched.delete(run.id) && run.status === "FAILED" && run.error) say(t("voiceFailed", { reason: run.error.message }));
        });
      source.addEventListener("meeting_deleted", ({ data }: MessageEvent<string>) => {
        const { id } = JSON.parse(data) as { id: string };
        void queries.invalidateQueries({ queryKey: meetingKeys.lists });
        void queries.invalidateQueries({ queryKey: meetingKeys.one(id) });
      });
      // Into the trash or out of it, here or in another window.
      source.addEventListener("meeting_moved", () => void queries.invalidateQueries({ queryKey: meetingKeys.all }));
      // Put right here or in another window. The answer to a change of this page is most often there first, and is not asked for twice.
      source.addEventListener("transcript_changed", ({ data }: MessageEvent<string>) => {
        const { id } = JSON.parse(data) as { id: string };
        clearTimeout(looks.get(id));
        looks.set(
          id,
          setTimeout(() => void lookAgain(queries, api, id).catch(() => undefined), LOOK_MS),
        );
      });
      source.addEventListener("comments_changed", ({ data }: MessageEvent<string>) => {
        void queries.invalidateQueries({ queryKey: commentKeys.of((JSON.parse(data) as { id: string }).id) });
      });
      source.addEventListener("error", () => {
        // The browser reopens a stream that broke; one that was refused it gives up.
        if (source?.readyState === EventSource.CLOSED) later();
      });
    };
    const later = () => {
      close();
      timer = setTimeout(() => {
        keeper.renew().then(
          (session) => session && resume(),
          () => later(),
        );
      }, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    };
    const resume = () => {
      open();
      void queries.invalidateQueries({ queryKey: meetingKeys.all });
      void queries.invalidateQueries({ queryKey: commentKeys.all });
      for (const meetingId of transcriptsShown(queries)) void lookAgain(queries, api, meetingId).catch(() => undefined);
    };
    const close = () => {
      clearTimeout(timer);
      source?.close();
      source = null;
    };
    // A hidden page gives its connection back: browsers allow six to a server, and a reader may hold many tabs. One of them listens on.
    const looked = () => {
      if (document.visibilityState === "hidden" && listening.current.bell === null) close();
      else if (source === null) resume();
    };
    listening.current.looked = looked;

    open();
    document.addEventListener("visibilitychange", looked);
    return () => {
      document.removeEventListener("visibilitychange", looked);
      for (const look of looks.values()) clearTimeout(look);
      close();
    };
  }, [origin, keeper, api, queries, say, t]);

  useEffect(() => {
    listening.current.bell = bell;
    listening.current.looked();
  }, [bell]);

  return <TimeLeftContext value={timeLeft}>{children}</TimeLeftContext>;
}

/** Seconds the run still needs, where that can be said. */
export function useTimeLeft(run: Run): number | null {
  return useContext(TimeLeftContext)?.of(run) ?? null;
}
