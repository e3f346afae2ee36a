"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState, type KeyboardEvent } from "react";

import type { MinutesCitation } from "@/api/types";
import { clock } from "@/language/formats";
import { Icon } from "@/ui/icons";

import { useHearing } from "../hooks/hearing";

const CHIP = "tabular inline-flex h-6 items-center gap-1 rounded-full border px-2 text-xs transition-colors";

interface CitationListProps {
  meetingId: string;
  citations: readonly MinutesCitation[];
  /** Takes one away; `null` where nothing may be changed. */
  onRemove: ((utteranceId: string) => void) | null;
}

/** Where an item was said, as small times: a press is heard, and what was said there is shown to whoever points at one or is on it. */
export function CitationList({ meetingId, citations, onRemove }: CitationListProps) {
  const t = useTranslations("minutes");
  if (citations.length === 0) return null;
  return (
    <ul aria-label={t("citations.title")} className="contents">
      {citations.map((citation) => (
        <Citation key={citation.utterance_id} meetingId={meetingId} citation={citation} onRemove={onRemove} />
      ))}
    </ul>
  );
}

function Citation({ meetingId, citation, onRemove }: { meetingId: string; citation: MinutesCitation; onRemove: CitationListProps["onRemove"] }) {
  const t = useTranslations("minutes.citations");
  const { playing, failed, silent, hear, stop } = useHearing();
  const [shown, setShown] = useState(false);
  const { utterance_id: id, start, end, speaker_name: speaker, text } = citation;
  if (start === null || end === null) return <GoneCitation id={id} onRemove={onRemove} />;
  const time = clock(start);
  const place = `/meetings/${meetingId}?t=${Math.floor(start)}`;
  const isPlaying = playing === id;
  const close = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !shown) return;
    event.stopPropagation();
    setShown(false);
  };
  return (
    <li
      className="inline-flex print:hidden"
      onPointerEnter={(event) => event.pointerType === "mouse" && setShown(true)}
      onPointerLeave={(event) => event.pointerType === "mouse" && setShown(false)}
      onFocus={() => setShown(true)}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setShown(false)}
      onKeyDown={close}
    >
      {silent ? (
        <Link href={place} prefetch={false} aria-label={t("open")} className={`${CHIP} border-rule text-ink-muted hover:border-accent hover:text-accent-strong`}>
          {time}
        </Link>
      ) : (
        <button
          type="button"
          aria-label={isPlaying ? t("stop", { time }) : t("hear", { time })}
          aria-pressed={isPlaying}
          onClick={() => (isPlaying ? stop() : void hear(id, { meetingId, start, end }))}
          className={`${CHIP} ${
            isPlaying ? "border-accent bg-accent-soft text-accent-strong" : "border-rule text-ink-muted hover:border-accent hover:text-accent-strong"
          }`}
        >
          <Icon name={isPlaying ? "pause" : "play"} size={11} />
          {time}
        </button>
      )}
      {shown && (
        <div className="appearing absolute top-full right-0 left-0 z-10 -mt-1 pt-2">
          <div className="max-w-xl rounded-lg border border-rule bg-surface p-3 shadow-raised">
            <p className="text-xs text-ink-muted">
              <bdi className="font-semibold text-ink">{speaker ?? t("somebody")}</bdi> · <span className="tabular">{time}</span>
            </p>
            <p dir="auto" className="mt-1 max-h-40 overflow-y-auto text-sm break-words text-ink-soft">
              {text}
            </p>
            {failed === id && (
              <p role="alert" className="mt-1 text-xs text-loss">
                {t("notHeard")}
              </p>
            )}
            <p className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs font-semibold">
              <Link href={place} prefetch={false} className="rounded-sm text-accent-strong hover:underline">
                {t("open")}
              </Link>
              {onRemove && (
                <button type="button" onClick={() => onRemove(id)} className="rounded-sm text-ink-soft hover:text-loss hover:underline">
                  {t("remove")}
                </button>
              )}
            </p>
          </div>
        </div>
      )}
    </li>
  );
}

/** A passage that was cut, joined or taken out since: said, and let go where that is allowed. */
function GoneCitation({ id, onRemove }: { id: string; onRemove: CitationListProps["onRemove"] }) {
  const t = useTranslations("minutes.citations");
  return (
    <li className="inline-flex h-6 items-center gap-1 rounded-full bg-doubt-soft px-2 text-xs text-doubt print:hidden" title={t("gone")}>
      {t("goneShort")}
      <span className="sr-only">{t("gone")}</span>
      {onRemove && (
        <button type="button" aria-label={t("remove")} title={t("remove")} onClick={() => onRemove(id)} className="-mr-1 inline-flex size-5 items-center justify-center rounded-full hover:bg-hover">
          <Icon name="close" size={12} />
        </button>
      )}
    </li>
  );
}
