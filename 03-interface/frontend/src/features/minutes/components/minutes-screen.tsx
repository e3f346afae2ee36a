"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";

import { Problem } from "@/api/problem";
import { MissingMeeting } from "@/features/meetings/components/missing-meeting";
import { useMeeting } from "@/features/meetings/hooks/use-meeting";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Icon } from "@/ui/icons";
import { NotRead } from "@/ui/not-read";
import { PageLink } from "@/ui/page-link";

import { FirstMinutes } from "./first-minutes";
import { MinutesDocument } from "./minutes-document";
import { HearingProvider } from "../hooks/hearing";
import { useMinutes } from "../hooks/use-minutes";

/** A meeting's minutes: written, put right, approved and frozen. */
export function MinutesScreen({ id }: { id: string }) {
  const t = useTranslations("minutes");
  const complaint = useComplaint();
  const meeting = useMeeting(id);
  const hasText = meeting.data?.revision != null && meeting.data.trashed_at === null;
  const minutes = useMinutes(id, hasText);
  const title = meeting.data?.title;
  useEffect(() => {
    if (title) document.title = t("pageTitle", { title });
  }, [title, t]);

  const error = meeting.data ? minutes.error : meeting.error;
  if (error instanceof Problem && error.status === 404) return <MissingMeeting />;
  if (error && (!meeting.data || minutes.data === undefined)) {
    const again = meeting.data ? minutes : meeting;
    return (
      <NotRead why={complaint(error)} onAgain={() => void again.refetch()} />
    );
  }
  if (!meeting.data || (hasText && minutes.data === undefined)) return <Waiting />;
  return (
    <div className="mx-auto max-w-4xl">
      <PageLink href={`/meetings/${id}`} className="mb-3 inline-flex max-w-full items-center gap-1 text-xs text-ink-muted hover:text-accent print:hidden">
        <Icon name="chevron" size={14} className="shrink-0 rotate-90" />
        <bdi className="truncate">{meeting.data.title}</bdi>
      </PageLink>
      {!hasText && (
        <div className="rounded-lg border border-dashed border-edge bg-surface px-6 py-10">
          <h1 className="text-xl font-semibold tracking-tight">{t("title")}</h1>
          <p className="mt-2 max-w-xl text-base text-ink-soft">{meeting.data.trashed_at === null ? t("noTranscript") : t("inTrash")}</p>
        </div>
      )}
      {minutes.data === null && <FirstMinutes meeting={meeting.data} />}
      {minutes.data && (
        <HearingProvider silent={meeting.data.imported}>
          <MinutesDocument minutes={minutes.data} />
        </HearingProvider>
      )}
    </div>
  );
}

function Waiting() {
  return (
    <div aria-busy className="mx-auto flex max-w-4xl flex-col gap-4">
      <div className="h-9 w-2/3 animate-pulse rounded-md bg-sunken" />
      <div className="h-96 animate-pulse rounded-lg bg-sunken" />
    </div>
  );
}
