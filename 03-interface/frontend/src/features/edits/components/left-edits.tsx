"use client";

import { onDemand } from "@/ui/on-demand";

import { useEdits } from "../hooks/edits-provider";

const EditCard = onDemand(async () => (await import("./edit-card")).EditCard);

interface LeftEditsProps {
  meetingId: string;
  language: string;
  /** Ids of the utterances that are shown: they show their own. */
  shown: ReadonlySet<string>;
}

/** Texts that found no place any more, above the transcript: nothing that was typed is lost. */
export function LeftEdits({ meetingId, language, shown }: LeftEditsProps) {
  const { last } = useEdits(meetingId);
  const left = [...last.values()].filter(({ state, utterance }) => state !== "waiting" && !shown.has(utterance));
  return left.map((edit) => <EditCard key={edit.id} edit={edit} language={language} />);
}
