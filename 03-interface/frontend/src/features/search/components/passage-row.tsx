"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo } from "react";

import type { Passage } from "@/api/types";
import { VoiceChip } from "@/features/transcripts/components/voice-chip";
import { clock } from "@/language/formats";
import { IconButton } from "@/ui/button";

import { excerpt } from "../excerpt";

interface PassageRowProps {
  passage: Passage;
  playing: boolean;
  failed: boolean;
  /** `null` where there is no sound. */
  onToggle: (() => void) | null;
}

/** A passage: who says it and when, what of it was looked for, and a way to hear it. */
export function PassageRow({ passage, playing, failed, onToggle }: PassageRowProps) {
  const t = useTranslations("search");
  const transcript = useTranslations("transcript");
  const { speaker, start } = passage;
  const pieces = useMemo(() => excerpt(passage.text, passage.hits), [passage.text, passage.hits]);
  const name = speaker && (speaker.name ?? transcript("speakerNumber", { number: speaker.number }));
  const time = clock(start);
  return (
    <li className={`flex gap-2 py-3 wide:gap-3 ${playing ? "bg-accent-soft" : ""}`}>
      {onToggle && (
        <IconButton
          icon={playing ? "pause" : "play"}
          label={playing ? t("pause", { time }) : t("play", { time })}
          aria-pressed={playing}
          onClick={onToggle}
          className="-mt-0.5"
        />
      )}
      <div className="min-w-0 flex-1 wide:grid wide:grid-cols-[12rem_minmax(0,1fr)] wide:gap-4">
        <p className="flex min-w-0 items-center gap-2 self-start max-wide:mb-1">
          {speaker && <VoiceChip speaker={speaker} size="sm" />}
          {name && (
            <span className="min-w-0 truncate font-semibold" title={name}>
              <bdi>{name}</bdi>
            </span>
          )}
          <Link
            href={`/meetings/${passage.meeting_id}?t=${Math.floor(start)}`}
            prefetch={false}
            aria-label={t("open", { time })}
            className="tabular ml-auto shrink-0 rounded-sm text-xs text-ink-muted hover:text-accent-strong hover:underline"
          >
            {time}
          </Link>
        </p>
        <div className="min-w-0">
          <p dir="auto" className="measure text-base leading-relaxed break-words text-ink-soft">
            {pieces.map(({ text, hit }, at) =>
              hit ? (
                <mark key={at} className="rounded-sm bg-spoken box-decoration-clone px-0.5 font-semibold text-ink">
                  {text}
                </mark>
              ) : (
                <span key={at}>{text}</span>
              ),
            )}
          </p>
          {failed && (
            <p role="alert" className="mt-1 text-xs text-loss">
              {t("notHeard")}
            </p>
          )}
        </div>
      </div>
    </li>
  );
}
