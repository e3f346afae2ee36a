"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";

import type { AnswerSentence, Citation } from "@/api/types";
import { clock } from "@/language/formats";

import { isHeard, markOf, nameOf, placeOf, sampleOf } from "../citations";
import { useHearing } from "../hooks/hearing";

interface CitedTextProps {
  /** Whose citations they are, among all that are shown. */
  of: string;
  sentences: readonly AnswerSentence[];
  citations: readonly Citation[];
}

const NUMBER = "tabular rounded-sm px-1 align-baseline text-xs font-semibold transition-colors";
const STILL = "bg-accent-soft text-accent-strong hover:bg-accent hover:text-on-accent";

/** Sentences, each with the numbers of what it rests on; a press on a number is heard, or read where there is no sound. */
export function CitedText({ of, sentences, citations }: CitedTextProps) {
  return (
    <p dir="auto" className="measure text-base leading-relaxed break-words whitespace-pre-line">
      {sentences.map(({ text, citations: numbers }, at) => (
        <span key={at}>
          {at > 0 && " "}
          {text}
          {numbers.map((number) => {
            const citation = citations.find((one) => one.number === number);
            return citation && <Number key={number} of={of} citation={citation} />;
          })}
        </span>
      ))}
    </p>
  );
}

function Number({ of, citation }: { of: string; citation: Citation }) {
  const t = useTranslations("conversations.citation");
  const { playing, beside, hear, stop } = useHearing();
  const name = nameOf(of, citation);
  const isPlaying = playing === name;
  const { number, speaker } = citation;
  if (!isHeard(citation))
    return (
      <span title={t("goneMeeting")} className="tabular text-xs text-ink-muted">
        {`\u00a0${markOf(citation)}`}
        <span className="sr-only"> {t("goneMeeting")}</span>
      </span>
    );
  const told = { number, who: speaker ?? t("somebody"), time: clock(citation.start_ms / 1000) };
  if (citation.imported && !beside)
    return (
      <>
        {"\u00a0"}
        <Link href={placeOf(citation)} prefetch={false} aria-label={t("openNumber", told)} title={t("openNumber", told)} className={`${NUMBER} ${STILL}`}>
          {markOf(citation)}
        </Link>
      </>
    );
  const label = citation.imported ? t("showNumber", told) : isPlaying ? t("stopNumber", told) : t("hearNumber", told);
  return (
    <>
      {"\u00a0"}
      <button
        type="button"
        aria-label={label}
        aria-pressed={citation.imported ? undefined : isPlaying}
        title={label}
        onClick={() => (isPlaying ? stop() : hear(name, sampleOf(citation)))}
        className={`${NUMBER} ${isPlaying ? "bg-accent text-on-accent" : STILL}`}
      >
        {markOf(citation)}
      </button>
    </>
  );
}
