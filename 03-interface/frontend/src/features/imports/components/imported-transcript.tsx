"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";

import type { TranscriptImport } from "@/api/types";
import { useFormats } from "@/language/use-formats";
import { buttonClass } from "@/ui/button";

interface ImportedTranscriptProps {
  found: TranscriptImport;
  /** No file waits any more: who goes to the meeting leaves none behind. */
  last: boolean;
}

/** What was understood of a file, and the way to its meeting. */
export function ImportedTranscript({ found, last }: ImportedTranscriptProps) {
  const t = useTranslations("imports");
  const formats = useFormats();
  const { meeting, format, seconds, utterances, language, speakers, unnamed, estimated } = found;
  const facts = [t(`format.${format}`), formats.duration(seconds), t("utterances", { count: utterances }), formats.language(language)];
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 py-3">
      <div className="min-w-0 flex-1 basis-64 break-words">
        <p className="font-semibold" dir="auto">
          {meeting.title}
        </p>
        <p className="tabular text-ink-muted">{facts.join(" · ")}</p>
        {speakers.length > 0 && (
          <p className="mt-1 text-ink-soft">
            {t("speakers", { count: speakers.length })} <bdi>{speakers.join(", ")}</bdi>
          </p>
        )}
        {unnamed > 0 && <p className="mt-1 text-ink-soft">{t("unnamed", { count: unnamed })}</p>}
        {estimated && <p className="mt-1 text-ink-soft">{t("estimated")}</p>}
      </div>
      {last && (
        <Link href={`/meetings/${meeting.id}`} aria-label={t("openOne", { title: meeting.title })} className={buttonClass({ look: "primary", size: "sm" })}>
          {t("open")}
        </Link>
      )}
    </li>
  );
}
