"use client";

import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";

import type { Transcript } from "@/api/types";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useSpeakerName } from "@/features/transcripts/hooks/use-speaker-name";
import { useTranscript } from "@/features/transcripts/hooks/use-transcript";
import { clock } from "@/language/formats";
import { Button, IconButton } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Notice } from "@/ui/notice";
import { SearchField } from "@/ui/search-field";

import { offered } from "../citing";
import { useHearing } from "../hooks/hearing";

interface CiteDialogProps {
  meetingId: string;
  /** What is cited already. */
  cited: readonly string[];
  /** Seconds: where the search begins. */
  near: number | null;
  onCite: (utteranceId: string) => void;
  onClose: () => void;
}

/** Chooses a passage of the transcript that shows what an item says. */
export function CiteDialog({ meetingId, cited, near, onCite, onClose }: CiteDialogProps) {
  const t = useTranslations("minutes.cite");
  const complaint = useComplaint();
  const transcript = useTranscript(meetingId, null, true);
  const [words, setWords] = useState("");
  return (
    <Dialog title={t("title")} onClose={onClose} wide>
      <div className="flex min-h-80 flex-col gap-3">
        <SearchField label={t("search")} value={words} onSearch={setWords} />
        {transcript.error && !transcript.data && (
          <Notice kind="loss" announce>
            {complaint(transcript.error)}
          </Notice>
        )}
        {transcript.data ? (
          <Passages meetingId={meetingId} transcript={transcript.data} words={words} near={near} cited={cited} onCite={onCite} />
        ) : (
          !transcript.error && <div aria-busy className="h-40 animate-pulse rounded-md bg-sunken" />
        )}
      </div>
    </Dialog>
  );
}

interface PassagesProps extends Omit<CiteDialogProps, "onClose"> {
  transcript: Transcript;
  words: string;
}

function Passages({ meetingId, transcript, words, near, cited, onCite }: PassagesProps) {
  const t = useTranslations("minutes.cite");
  const nameOf = useSpeakerName();
  const { playing, silent, hear, stop } = useHearing();
  const speakers = useMemo(() => new Map(transcript.speakers.map((speaker) => [speaker.id, speaker])), [transcript.speakers]);
  const found = useMemo(() => offered(transcript.utterances, words, near), [transcript.utterances, words, near]);
  if (found.length === 0) return <p role="status">{t("nothing")}</p>;
  return (
    <ul className="divide-y divide-rule border-y border-rule">
      {found.map(({ id, start, end, speaker_id: speaker, text }) => {
        const time = clock(start);
        return (
          <li key={id} className="flex items-start gap-2 py-2">
            {!silent && (
              <IconButton
                icon={playing === id ? "pause" : "play"}
                label={playing === id ? t("stop", { time }) : t("hear", { time })}
                onClick={() => (playing === id ? stop() : void hear(id, { meetingId, start, end }))}
                className="-mt-1"
              />
            )}
            <div className="min-w-0 flex-1">
              <p className="text-xs text-ink-muted">
                <bdi className="font-semibold">{nameOf(speakers.get(speaker))}</bdi> · <span className="tabular">{time}</span>
              </p>
              <p dir="auto" className="break-words">
                {text}
              </p>
            </div>
            <Button size="sm" disabled={cited.includes(id)} aria-label={t("choose", { time })} onClick={() => onCite(id)}>
              {cited.includes(id) ? t("cited") : t("cite")}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
