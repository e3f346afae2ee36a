"use client";

import type { Transcript } from "@/api/types";
import { useRemarks } from "@/features/comments/hooks/use-comments";

import { TranscriptView } from "./transcript-view";
import { usePlaces } from "../hooks/use-places";

const READ = { editing: null, reviewed: null, found: null, actions: null };
const NONE = new Map<string, never>();

/** A transcript to be read and heard, as older revisions are: nothing of it can be changed. */
export function TranscriptReader({ transcript }: { transcript: Transcript }) {
  const { list, elementOf, reach, reached } = usePlaces();
  const remarks = useRemarks(transcript);
  return <TranscriptView transcript={transcript} list={list} elementOf={elementOf} reach={reach} reached={reached} {...READ} edits={NONE} remarks={remarks} />;
}
