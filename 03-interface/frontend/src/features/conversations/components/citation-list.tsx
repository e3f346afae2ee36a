"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";

import type { Citation } from "@/api/types";
import { noon } from "@/features/minutes/days";
import { clock } from "@/language/formats";
import { useFormats } from "@/language/use-formats";
import { Button, IconButton } from "@/ui/button";

import { isHeard, markOf, nameOf, placeOf, sampleOf, type HeardCitation } from "../citations";
import { useHearing } from "../hooks/hearing";

interface CitationListProps {
  of: string;
  citations: readonly Citation[];
  /** All are of the meeting that the page shows: it is not named. */
  here: boolean;
  /** The first of them come first, the others when they are asked for: they are the answer themselves, and fit less and less. */
  brief?: boolean;
}

/** Passages that stand there at once: most questions are answered in one of them (decision 0045). */
const FIRST = 3;

/** What an answer rests on: who said it, when and in which meeting, to be heard here or opened there. */
export function CitationList({ of, citations, here, brief = false }: CitationListProps) {
  const t = useTranslations("conversations.citation");
  const [whole, setWhole] = useState(false);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    // The button has gone: who pressed it reads on at what it showed.
    const next = whole ? list.current?.children.item(FIRST) : null;
    if (next instanceof HTMLElement) next.focus();
  }, [whole]);
  if (citations.length === 0) return null;
  const shown = brief && !whole ? citations.slice(0, FIRST) : citations;
  const others = citations.length - shown.length;
  return (
    <>
      <ol ref={list} aria-label={t("title")} className="mt-4 divide-y divide-rule border-y border-rule">
        {shown.map((citation) => (
          <li key={citation.number} data-citation={citation.number} tabIndex={-1} className="flex gap-2 py-2">
            {isHeard(citation) ? <Passage of={of} citation={citation} here={here} /> : <Gone citation={citation} />}
          </li>
        ))}
      </ol>
      {others > 0 && (
        <Button size="sm" className="mt-2 print:hidden" onClick={() => setWhole(true)}>
          {t("others", { count: others })}
        </Button>
      )}
    </>
  );
}

function Passage({ of, citation, here }: { of: string; citation: HeardCitation; here: boolean }) {
  const t = useTranslations("conversations.citation");
  const formats = useFormats();
  const { playing, failed, beside, hear, stop } = useHearing();
  const name = nameOf(of, citation);
  const isPlaying = playing === name;
  const { speaker, meeting_title: title, recorded_on: day, imported } = citation;
  const time = clock(citation.start_ms / 1000);
  return (
    <>
      {imported && beside && <IconButton icon="list" label={t("show", { time })} onClick={() => hear(name, sampleOf(citation))} className="-mt-0.5 print:hidden" />}
      {!imported && (
        <IconButton
          icon={isPlaying ? "pause" : "play"}
          label={isPlaying ? t("stop", { time }) : t("hear", { time })}
          aria-pressed={isPlaying}
          onClick={() => (isPlaying ? stop() : hear(name, sampleOf(citation)))}
          className="-mt-0.5 print:hidden"
        />
      )}
      <div className="min-w-0 flex-1">
        <p className="flex min-w-0 flex-wrap items-baseline gap-x-2 text-xs text-ink-muted">
          <span className="tabular font-semibold text-accent-strong">{markOf(citation)}</span>
          <bdi className="max-w-full min-w-0 truncate font-semibold text-ink">{speaker ?? t("somebody")}</bdi>
          {!here && (
            <Link href={placeOf(citation)} prefetch={false} className="max-w-full min-w-0 truncate rounded-sm hover:text-accent-strong hover:underline" title={title ?? undefined}>
              <bdi>{title}</bdi>
            </Link>
          )}
          {!here && day !== null && <span className="tabular">{formats.day(noon(day))}</span>}
          {here ? (
            <span className="tabular">{time}</span>
          ) : (
            <Link href={placeOf(citation)} prefetch={false} aria-label={t("open", { time })} className="tabular rounded-sm hover:text-accent-strong hover:underline">
              {time}
            </Link>
          )}
        </p>
        <p dir="auto" className="measure mt-0.5 break-words whitespace-pre-line text-ink-soft">
          {citation.text ?? t("noWords")}
        </p>
        {failed === name && (
          <p role="alert" className="mt-1 text-xs text-loss">
            {t("notHeard")}
          </p>
        )}
      </div>
    </>
  );
}

/** Of a meeting that was deleted nothing is shown. */
function Gone({ citation }: { citation: Citation }) {
  const t = useTranslations("conversations.citation");
  return (
    <p className="text-xs text-ink-muted">
      <span className="tabular font-semibold">{markOf(citation)}</span> {t("goneMeeting")}
    </p>
  );
}
