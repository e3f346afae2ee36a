"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import type { Meeting, Transcript } from "@/api/types";
import { useConnection } from "@/features/session/hooks/connection";
import { useRevisions } from "@/features/transcripts/hooks/use-transcript";
import { useFormats } from "@/language/use-formats";
import { Button } from "@/ui/button";

/** The recording as it came, and the transcripts that were made of it where there are any. */
export function RecordingPanel({ meeting, transcript }: { meeting: Meeting; transcript: Transcript | null }) {
  const t = useTranslations("meetings.recording");
  const formats = useFormats();
  const { origin, keeper } = useConnection();
  const { data: revisions } = useRevisions(meeting.id);

  // Recordings are large: the browser fetches it itself, to disk. The session is made sure of first.
  const download = async () => {
    await keeper.renew().catch(() => null);
    const link = document.createElement("a");
    link.href = `${origin}/api/v1/meetings/${meeting.id}/recording`;
    link.click();
  };

  return (
    <div className="flex flex-col gap-6">
      <dl className="grid grid-cols-[auto_1fr] gap-x-5 gap-y-2">
        <Fact name={t("file")}>{meeting.recording.name}</Fact>
        <Fact name={t("size")}>{formats.size(meeting.recording.bytes)}</Fact>
        <Fact name={t("type")}>{meeting.recording.media_type}</Fact>
        {meeting.duration !== null && <Fact name={t("duration")}>{formats.duration(meeting.duration)}</Fact>}
        {transcript && <Fact name={t("language")}>{formats.language(transcript.language)}</Fact>}
        {meeting.participants.length > 0 && <Fact name={t("participants")}>{meeting.participants.join(", ")}</Fact>}
        <Fact name={t("received")}>{formats.moment(meeting.created_at)}</Fact>
      </dl>
      <Button size="sm" icon="download" className="self-start" onClick={() => void download()}>
        {meeting.imported ? t("downloadImported") : t("download")}
      </Button>
      {revisions && revisions.length > 1 && (
        <section>
          <h3 className="mb-2 font-semibold">{t("revisions")}</h3>
          <ul className="flex flex-col gap-1">
            {revisions.map(({ revision, created_at: at, language }) => (
              <li key={revision}>
                <Link
                  href={revision === meeting.revision ? `/meetings/${meeting.id}` : `/meetings/${meeting.id}?revision=${revision}`}
                  aria-current={revision === transcript?.revision ? "true" : undefined}
                  className="tabular flex justify-between gap-3 rounded-md px-2 py-1.5 text-ink-soft hover:bg-hover aria-[current]:bg-accent-soft aria-[current]:text-ink"
                >
                  <span>{t("revision", { revision })}</span>
                  <span className="text-xs text-ink-muted">
                    {formats.language(language)} · {formats.day(at)}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-muted">{name}</dt>
      <dd className="tabular min-w-0 break-words text-ink">{children}</dd>
    </>
  );
}
