"use client";

import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useMemo } from "react";

import type { Meeting } from "@/api/types";
import { KeptRecordings } from "@/features/recorder/components/kept-recordings";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { RecordingIntake, useChooseFiles } from "@/features/uploads/components/recording-intake";
import { useUploads } from "@/features/uploads/hooks/uploads";
import { Button, buttonClass } from "@/ui/button";
import { Icon } from "@/ui/icons";
import { NotRead } from "@/ui/not-read";
import { onDemand } from "@/ui/on-demand";
import { PageLink } from "@/ui/page-link";
import { ShowMore } from "@/ui/show-more";

import { isFiltering, readFilter, writeFilter } from "../filter";
import { EmptyMeetings } from "./empty-meetings";
import { MeetingFilterBar } from "./meeting-filter-bar";
import { MeetingList } from "./meeting-list";
import { useMeetings } from "../hooks/use-meetings";
import { usePlace } from "../hooks/use-place";

const UploadList = onDemand(async () => (await import("@/features/uploads/components/upload-list")).UploadList);

/** The reader's meetings: what is there, what is on its way, and the place to bring more. */
export function MeetingsScreen() {
  return (
    <RecordingIntake>
      <Screen />
    </RecordingIntake>
  );
}

function Screen() {
  const t = useTranslations("meetings");
  const choose = useChooseFiles();
  const uploads = useUploads();
  const complaint = useComplaint();
  const query = useSearchParams();
  const filter = useMemo(() => readFilter(new URLSearchParams(query)), [query]);
  const meetings = useMeetings(filter);
  const items = useMemo<Meeting[]>(() => meetings.data?.pages.flatMap((page) => page.items) ?? [], [meetings.data]);
  const total = meetings.data?.pages[0]?.total;
  const empty = total === 0 && !isFiltering(filter) && !meetings.isPlaceholderData;

  const address = `/meetings${writeFilter(filter)}`;
  const { list, start } = usePlace(address, items.length > 0 && !meetings.isPlaceholderData);

  const refine = useCallback(
    (change: Partial<typeof filter>) => {
      // In place: typing a word is not ten pages to go back through.
      window.history.replaceState(null, "", `/meetings${writeFilter({ ...filter, ...change })}`);
    },
    [filter],
  );
  const showTag = useCallback((tag: string) => refine({ tag }), [refine]);

  return (
    <>
      <div className="mb-6 flex flex-wrap items-center justify-between gap-4">
        <h1 className="text-2xl font-semibold tracking-tight">{t("title")}</h1>
        <div className="flex flex-wrap items-center gap-2">
          <PageLink href="/meetings/trash" title={t("trash")} className={`${buttonClass({ look: "quiet" })} max-wide:px-2.5`}>
            <Icon name="trash" className="shrink-0 wide:-ml-0.5" />
            <span className="max-wide:sr-only">{t("trash")}</span>
          </PageLink>
          {!empty && (
            <>
              <PageLink href="/record" className={buttonClass()}>
                <Icon name="microphone" className="-ml-0.5 shrink-0" />
                {t("record")}
              </PageLink>
              <Button look="primary" icon="upload" title={t("addHint")} onClick={choose}>
                {t("add")}
              </Button>
            </>
          )}
        </div>
      </div>
      {uploads.length > 0 && <UploadList />}
      <KeptRecordings />
      {empty ? (
        <EmptyMeetings />
      ) : (
        <>
          <MeetingFilterBar filter={filter} onChange={refine} total={total} />
          {meetings.error && (
            <NotRead why={complaint(meetings.error)} onAgain={() => void meetings.refetch()} />
          )}
          {meetings.isPending && <Waiting />}
          {total === 0 && (
            <div className="py-16 text-center text-ink-muted">
              <p className="text-base">{t("nothingFound")}</p>
              <Button look="quiet" className="mt-3" onClick={() => refine({ q: "", status: null, tag: "" })}>
                {t("showAll")}
              </Button>
            </div>
          )}
          <MeetingList meetings={items} list={list} stale={meetings.isPlaceholderData} showTag={showTag} start={start} />
          <ShowMore list={meetings} />
        </>
      )}
    </>
  );
}

function Waiting() {
  return (
    <div aria-busy className="flex flex-col gap-px">
      {Array.from({ length: 5 }, (_, at) => (
        <div key={at} className="h-[4.5rem] animate-pulse rounded-md bg-sunken" style={{ opacity: 1 - at * 0.18 }} />
      ))}
    </div>
  );
}
