"use client";

import { useEffect, type ReactNode } from "react";

import type { Utterance } from "@/api/types";
import { useInSight } from "@/ui/in-sight";

import { NearOrFar } from "./near-or-far";
import { likelyHeight, type Stretch } from "../stretches";

export interface TranscriptStretchProps {
  stretch: Stretch;
  language: string;
  /** Where the reader begins. */
  initially: boolean;
  /** It is drawn wherever the screen is. */
  held: boolean;
  /** Pixels of each minute that was drawn, by minute; kept by who outlives it. */
  heights: Map<number, number>;
  row: (utterance: Utterance, place: number) => ReactNode;
  nameOf: (utterance: Utterance) => string;
  onDrawn: () => void;
}

/** A minute of the transcript. Far from the screen it is plain text; near it, utterances that can be heard and put right. */
export function TranscriptStretch({ stretch, language, initially, held, heights, row, nameOf, onDrawn }: TranscriptStretchProps) {
  const { utterances, first, minute } = stretch;
  const { ref, near, height } = useInSight<HTMLDivElement>(initially);
  const drawn = near || held;
  useEffect(() => {
    if (drawn) onDrawn();
  }, [drawn, onDrawn]);
  useEffect(() => {
    if (height !== null) heights.set(minute, height);
  }, [height, heights, minute]);
  return (
    <NearOrFar ref={ref} near={drawn} utterances={utterances} language={language} nameOf={nameOf} height={height ?? heights.get(minute) ?? likelyHeight(utterances)}>
      {() => utterances.map((utterance, at) => row(utterance, first + at))}
    </NearOrFar>
  );
}
