"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";

import type { Correction, Transcript } from "@/api/types";
import { useSpeakerName } from "@/features/transcripts/hooks/use-speaker-name";
import { clock } from "@/language/formats";

const LONG = 80;

function short(text: string): string {
  return text.length > LONG ? `${text.slice(0, LONG)}…` : text;
}

/** Says in a sentence what a correction changed. */
export function useDescription(transcript: Transcript): (correction: Correction) => string {
  const t = useTranslations("corrections.describe");
  const nameOf = useSpeakerName();
  return useCallback(
    ({ kind, detail }) => {
      const text = short(detail.value);
      const time = clock(detail.start);
      // A voice merged away since has no entry of its own any more.
      const found = transcript.speakers.find(({ id }) => id === detail.value);
      switch (kind) {
        case "rename_speaker":
          return detail.value ? t("rename_speaker", { name: text }) : t("unname_speaker");
        case "merge_speakers":
          return found ? t("merge_speakers", { name: nameOf(found) }) : t("merge_speakers_gone");
        case "refuse_person":
          return t("refuse_person");
        case "add_speaker":
          return t("add_speaker");
        case "assign_utterance":
          return found ? t("assign_utterance", { time, name: nameOf(found) }) : t("assign_utterance_gone", { time });
        case "edit_utterance":
          return detail.value ? t("edit_utterance", { time, text }) : t("remove_utterance", { time });
        case "split_utterance":
          return t("split_utterance", { time });
        case "merge_utterances":
          return t("merge_utterances", { time });
        case "move_words":
          return t("move_words", { time, text: short(detail.original) });
        case "confirm_utterance":
          return t("confirm_utterance", { time });
      }
    },
    [t, nameOf, transcript.speakers],
  );
}
