"use client";

import { useCallback, useRef } from "react";

import type { Transcript } from "@/api/types";
import { useThreads } from "@/features/comments/hooks/use-comments";

import { TranscriptView } from "./transcript-view";

const NONE = new Map<string, never>();

/** A transcript to be read and heard, as older revisions are: nothing of it can be changed. */
export function TranscriptReader({ transcript }: { transcript: Transcript }) {
  const list = useRef<HTMLDivElement>(null);
  const elementOf = useCallback((place: number) => list.current?.querySelector<HTMLElement>(`#u-${place}`) ?? null, []);
  const { remarks } = useThreads(transcript);
  return <TranscriptView transcript={transcript} list={list} elementOf={elementOf} editing={null} edits={NONE} remarks={remarks} reviewed={null} actions={null} />;
}
