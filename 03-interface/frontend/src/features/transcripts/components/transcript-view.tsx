"use client";

import { useTranslations } from "next-intl";
import { useCallback, useEffect, useMemo, useState, type MouseEvent } from "react";

import type { Transcript, Utterance } from "@/api/types";
import type { Remarks } from "@/features/comments/placing";
import type { KeptEdit } from "@/features/edits/kept";
import { usePlayback, usePlaybackState } from "@/features/playback/hooks/playback-provider";
import { Button } from "@/ui/button";

import { TranscriptPart } from "./transcript-part";
import { UtteranceRow, type UtteranceActions } from "./utterance-row";
import { useFollow } from "../hooks/use-follow";
import type { Places } from "../hooks/use-places";
import { usePrinting } from "../hooks/use-printing";
import { useSpeakerName } from "../hooks/use-speaker-name";
import { SpokenWords } from "../spoken-words";
import { minutesInSight, partsOf, stretchesOf, type Stretch } from "../stretches";
import { alsoTalking, voiceColour } from "../voices";

interface TranscriptViewProps {
  transcript: Transcript;
  /** Where the utterances are on the page (`usePlaces`). */
  list: Places["list"];
  elementOf: Places["elementOf"];
  reach: Places["reach"];
  reached: Places["reached"];
  /** Ids of the utterance whose text is being changed, and of the one that is looked at for its doubts. */
  editing: string | null;
  /** What was corrected here and is not at the API yet, by utterance. */
  edits: ReadonlyMap<string, KeptEdit>;
  /** What is said of its words, by utterance. */
  remarks: ReadonlyMap<string, Remarks>;
  reviewed: string | null;
  /** The place where a text was found that somebody seeks. */
  found: number | null;
  /** `null` for older revisions: they are read, not changed. */
  actions: UtteranceActions | null;
}

/** The transcript: the text of the meeting, where each word can be heard and each line put right. */
export function TranscriptView({ transcript, list, elementOf, reach, reached, editing, edits, remarks, reviewed, found, actions }: TranscriptViewProps) {
  const t = useTranslations("transcript");
  const playback = usePlayback();
  const playing = usePlaybackState("playing");
  const nameOf = useSpeakerName();
  const { utterances, speakers } = transcript;

  const spoken = useMemo(() => new SpokenWords(utterances), [utterances]);
  useEffect(() => playback.setSpeech(utterances), [playback, utterances]);
  const { following, follow, light } = useFollow(playback, spoken, elementOf, reach);

  const byId = useMemo(() => new Map(speakers.map((speaker) => [speaker.id, speaker])), [speakers]);
  const over = useMemo(
    () => utterances.map((_, at) => alsoTalking(utterances, at).map((id) => nameOf(byId.get(id))).join(", ")),
    [utterances, byId, nameOf],
  );

  const secondVoices = useMemo(
    () =>
      new Map(
        speakers.map((speaker) => [
          speaker.id,
          { colour: voiceColour(speaker.number), label: t("speaksToo", { name: nameOf(speaker) }) },
        ]),
      ),
    [speakers, nameOf, t],
  );

  const stretches = useMemo(() => stretchesOf(utterances), [utterances]);
  const parts = useMemo(() => partsOf(stretches), [stretches]);
  const [opening] = useState(() => minutesInSight(stretches, playback.time));
  const printing = usePrinting();
  const speakerName = useCallback((utterance: Utterance) => nameOf(byId.get(utterance.speaker_id)), [nameOf, byId]);
  // What is typed in is never put away.
  const isHeld = ({ first, utterances: here }: Stretch) =>
    printing ||
    (reached !== null && reached >= first && reached < first + here.length) ||
    here.some(({ id }) => id === editing || (edits.get(id)?.state ?? "waiting") !== "waiting");
  const row = (utterance: Utterance, at: number) => (
    <UtteranceRow
      key={utterance.id}
      at={at}
      utterance={utterance}
      speaker={byId.get(utterance.speaker_id) ?? { id: utterance.speaker_id, number: 1, name: null }}
      speakers={speakers}
      language={transcript.language}
      over={over[at] ?? ""}
      secondVoices={secondVoices}
      continued={utterances[at - 1]?.speaker_id === utterance.speaker_id}
      last={at === utterances.length - 1}
      editing={editing === utterance.id}
      edit={edits.get(utterance.id)}
      remarks={remarks.get(utterance.id)}
      reviewed={reviewed === utterance.id}
      found={found === at}
      actions={actions}
    />
  );

  // One listener for every word and time of the text.
  const hear = (event: MouseEvent) => {
    if (playback.silent || !(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const time = event.target.closest<HTMLElement>("[data-seek]")?.dataset.seek;
    const word = event.target.closest<HTMLElement>("[data-start]")?.dataset.start;
    // A click that ends a selection of text is not a wish to listen.
    if (time === undefined && (word === undefined || !window.getSelection()?.isCollapsed)) return;
    event.preventDefault();
    playback.seek(Number(time ?? word));
    playback.play();
  };

  return (
    <div className="relative">
      {/* The words are links to the sound for a pointer; by keyboard each utterance's time is. */}
      <div ref={list} onClick={hear} className="pb-40">
        {parts.map((part) => (
          <TranscriptPart
            key={part.quarter}
            part={part}
            language={transcript.language}
            opening={opening}
            isHeld={isHeld}
            row={row}
            nameOf={speakerName}
            onDrawn={light}
          />
        ))}
      </div>
      {playing && !following && (
        <div className="pointer-events-none fixed inset-x-0 bottom-28 z-30 flex justify-center wide:bottom-6">
          <Button look="primary" icon="follow" onClick={follow} className="appearing pointer-events-auto shadow-raised">
            {t("follow")}
          </Button>
        </div>
      )}
    </div>
  );
}
