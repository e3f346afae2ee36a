"use client";

import { useEffect, useMemo, type ReactNode } from "react";

import type { Utterance } from "@/api/types";
import { clock } from "@/language/formats";
import { useInSight } from "@/ui/in-sight";

import { likelyHeight, type Stretch } from "../stretches";

interface TranscriptStretchProps {
  stretch: Stretch;
  language: string;
  /** Where the reader begins. */
  initially: boolean;
  /** It is drawn wherever the screen is. */
  held: boolean;
  row: (utterance: Utterance, place: number) => ReactNode;
  nameOf: (utterance: Utterance) => string;
  onDrawn: () => void;
}

/**
 * A minute of the transcript. Far from the screen it is plain text, in which the browser's own search and a screen reader find what
 * is said; near it, utterances that can be heard and put right.
 */
export function TranscriptStretch({ stretch, language, initially, held, row, nameOf, onDrawn }: TranscriptStretchProps) {
  const { utterances, first } = stretch;
  const { ref, near, height } = useInSight<HTMLDivElement>(initially);
  const drawn = near || held;
  useEffect(() => {
    if (drawn) onDrawn();
  }, [drawn, onDrawn]);
  const text = useMemo(
    () => utterances.map((utterance) => `${nameOf(utterance)} ${clock(utterance.start)}\n${utterance.text}\n`).join(""),
    [utterances, nameOf],
  );
  if (drawn) return <div ref={ref}>{utterances.map((utterance, at) => row(utterance, first + at))}</div>;
  return (
    <div
      ref={ref}
      lang={language}
      dir="auto"
      style={{ height: `${height ?? likelyHeight(utterances)}px` }}
      className="measure overflow-clip text-reading whitespace-pre-line text-ink [content-visibility:auto] wide:ml-[12rem] print:h-auto!"
    >
      {text}
    </div>
  );
}
