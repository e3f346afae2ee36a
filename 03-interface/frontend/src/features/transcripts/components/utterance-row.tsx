"use client";

import { useTranslations } from "next-intl";
import { memo, useMemo } from "react";

import type { Speaker, Utterance } from "@/api/types";
import type { Remarks } from "@/features/comments/placing";
import { WaitingText } from "@/features/edits/components/waiting-text";
import { textOf, type KeptEdit } from "@/features/edits/kept";
import { clock } from "@/language/formats";
import { IconButton } from "@/ui/button";
import { Icon } from "@/ui/icons";
import { onDemand } from "@/ui/on-demand";

import { voiceColour } from "../voices";
import { SpeakerMenu } from "./speaker-menu";
import { UtteranceMenu } from "./utterance-menu";
import { UtteranceWords, type SecondVoice } from "./utterance-words";
import type { VoiceActions } from "./voice-items";

const UtteranceEditor = onDemand(async () => (await import("@/features/corrections/components/utterance-editor")).UtteranceEditor);
const EditCard = onDemand(async () => (await import("@/features/edits/components/edit-card")).EditCard);

export interface UtteranceActions {
  edit: (utteranceId: string | null) => void;
  /** `seen` is the text that it was made on. */
  saveText: (utteranceId: string, text: string, seen: string) => void;
  split: (utteranceId: string, text: string, word: number, seen: string) => void;
  /** Gives the words before that one to the utterance before (`-1`), or it and all that follow to the one after (`1`). */
  move: (utteranceId: string, text: string, word: number, step: 1 | -1, seen: string) => void;
  reassign: (utteranceId: string, speakerId: string) => void;
  confirm: (utteranceId: string, seen: string) => void;
  /** Joins it with the one before (`-1`) or after (`1`). */
  join: (utteranceId: string, step: 1 | -1) => void;
  askSpeaker: (utterance: Utterance) => void;
  /** Says something of the whole of it, or marks it to be checked. */
  comment: (utterance: Utterance) => void;
  check: (utterance: Utterance) => void;
  voice: VoiceActions;
}

interface UtteranceRowProps {
  at: number;
  utterance: Utterance;
  speaker: Speaker;
  speakers: readonly Speaker[];
  /** Of the words: who reads them aloud should pronounce them right. */
  language: string;
  /** Names of who talks at the same time, joined; empty when nobody does. */
  over: string;
  /** How each voice shows where it speaks under another, by speaker id. */
  secondVoices: ReadonlyMap<string, SecondVoice>;
  /** The same voice goes on: its name is not said again. */
  continued: boolean;
  last: boolean;
  editing: boolean;
  /** What was corrected of it here and is not at the API yet. */
  edit: KeptEdit | undefined;
  /** What is said of its words. */
  remarks: Remarks | undefined;
  /** It is looked at for its doubts. */
  reviewed: boolean;
  /** A text that somebody seeks was found in it. */
  found: boolean;
  /** `null` where nothing may be changed (an older revision). */
  actions: UtteranceActions | null;
}

/** One utterance: who and when in a narrow gutter, a thin rule in the voice's colour, and the words. */
export const UtteranceRow = memo(function UtteranceRow({
  at,
  utterance,
  speaker,
  speakers,
  language,
  over,
  secondVoices,
  continued,
  last,
  editing,
  edit,
  remarks,
  reviewed,
  found,
  actions,
}: UtteranceRowProps) {
  const t = useTranslations("transcript");
  const doubts = useMemo(
    () => ({ improbable: t("doubtful"), withheld: t("besideWithheld"), phrase: t("subtitlePhrase") }),
    [t],
  );
  const time = clock(utterance.start);
  const written = edit && edit.state === "waiting" ? (textOf(edit) ?? utterance.text) : utterance.text;
  const clashes = edit !== undefined && edit.state !== "waiting";
  const words = (
    <p lang={language} dir="auto" className={`words measure text-reading text-ink ${actions ? "pr-18 print:pr-0" : ""}`}>
      <UtteranceWords words={utterance.words} doubts={doubts} secondVoices={secondVoices} highlights={remarks?.marks} />
      {over && (
        <span className="ml-2 inline-flex items-center gap-1 align-middle text-xs text-ink-muted" title={t("overWith", { names: over })}>
          <Icon name="overlap" size={15} />
          {t("over", { names: over })}
        </span>
      )}
      {utterance.confirmed && <Icon name="check" size={15} role="img" aria-hidden={false} aria-label={t("confirmed")} className="ml-2 inline-block align-middle text-done" />}
      {remarks?.toCheck && <Icon name="flag" size={15} role="img" aria-hidden={false} aria-label={t("toCheck")} className="ml-2 inline-block align-middle text-doubt" />}
      {remarks !== undefined && remarks.comments > 0 && (
        <span className="tabular ml-2 inline-flex items-center gap-1 align-middle text-xs text-accent" title={t("comments", { count: remarks.comments })}>
          <Icon name="comment" size={15} />
          <span aria-hidden>{remarks.comments}</span>
          <span className="sr-only">{t("comments", { count: remarks.comments })}</span>
        </span>
      )}
      {utterance.edited && <span className="ml-2 text-xs text-ink-muted">{t("edited")}</span>}
    </p>
  );
  const shown = edit && textOf(edit) !== null ? <WaitingText edit={edit} language={language} /> : words;
  return (
    <article
      id={`u-${at}`}
      tabIndex={-1}
      data-voice={voiceColour(speaker.number)}
      data-reviewed={reviewed ? "" : undefined}
      data-found={found ? "" : undefined}
      className={`utterance group relative grid grid-cols-[3px_minmax(0,1fr)] gap-x-4 wide:grid-cols-[9.5rem_3px_minmax(0,1fr)] ${
        continued ? "pt-1.5 pb-1.5" : "pt-4.5 pb-1.5"
      }`}
    >
      <header
        className={`col-start-2 mb-0.5 flex min-w-0 items-center gap-x-2 text-sm wide:col-start-1 wide:row-start-1 wide:mb-0 wide:flex-col wide:items-end wide:text-right ${
          continued ? "wide:justify-start" : ""
        }`}
      >
        {!continued && <SpeakerMenu speaker={speaker} speakers={speakers} utterance={utterance} actions={actions} />}
        <a
          href={`?t=${Math.floor(utterance.start)}`}
          data-seek={utterance.start}
          className="tabular -mx-1 inline-flex min-h-6 min-w-6 items-center justify-end px-1 text-xs text-ink-muted hover:text-accent hover:underline hover:underline-offset-4"
        >
          {time}
        </a>
      </header>
      <div aria-hidden className="voice-rule col-start-1 row-span-2 row-start-1 rounded-full wide:col-start-2 wide:row-span-1" />
      <div className="relative col-start-2 min-w-0 wide:col-start-3 wide:row-start-1">
        {editing && actions ? (
          <UtteranceEditor
            text={written}
            onSave={(text, seen) => actions.saveText(utterance.id, text, seen)}
            first={at === 0}
            last={last}
            onSplit={(text, word, seen) => actions.split(utterance.id, text, word, seen)}
            onMove={(text, word, step, seen) => actions.move(utterance.id, text, word, step, seen)}
            onClose={() => actions.edit(null)}
            meanwhile={shown}
          />
        ) : edit && clashes ? (
          <EditCard edit={edit} language={language} />
        ) : (
          shown
        )}
        {actions && !editing && !clashes && (
          <div className="print:hidden absolute top-0 right-0 flex opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 has-data-[state=open]:opacity-100 pointer-coarse:opacity-60">
            <IconButton icon="pencil" label={t("correctAt", { time })} onClick={() => actions.edit(utterance.id)} className="size-8! text-ink-muted" />
            <UtteranceMenu utterance={written === utterance.text ? utterance : { ...utterance, text: written }} time={time} first={at === 0} last={last} actions={actions} />
          </div>
        )}
      </div>
    </article>
  );
});
