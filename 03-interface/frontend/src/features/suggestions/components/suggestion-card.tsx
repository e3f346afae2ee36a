"use client";

import { useTranslations } from "next-intl";

import type { Suggestion, Transcript } from "@/api/types";
import { likelihoodOf, ofHundred } from "@/features/people/likeness";
import { useAudition } from "@/features/playback/hooks/use-audition";
import { Button } from "@/ui/button";

import { useDecide } from "../hooks/use-suggestions";
import { heardAlone } from "../stretch";

interface SuggestionCardProps {
  suggestion: Suggestion;
  transcript: Transcript;
}

/** How much less alike (cosine) the next person must be for the machine to give a name by itself. */
const CLOSE = 0.1;

/** Whom the machine takes a speaker for, how sure it is, both voices to compare, and yes or no. */
export function SuggestionCard({ suggestion, transcript }: SuggestionCardProps) {
  const t = useTranslations("suggestions");
  const people = useTranslations("people");
  const { decide, isDecided } = useDecide(transcript.meeting_id, suggestion);
  const { playing, failed, hear, stop } = useAudition();
  const { name, score, margin, named, meetings, sample } = suggestion;
  const here = heardAlone(transcript.utterances, suggestion.speaker_id);
  const toggle = (which: "here" | "there", meetingId: string, span: { start: number; end: number }) =>
    playing === which ? stop() : void hear(which, { meetingId, start: span.start, end: span.end });
  return (
    <div role="group" aria-label={t("about", { name })} className="mt-2 rounded-lg bg-accent-soft px-3 py-2.5 text-ink">
      <p className="font-semibold break-words">{named ? t("isItReally", { name }) : t("isIt", { name })}</p>
      <p className="tabular text-ink-soft">
        {people(`likelihood.${likelihoodOf(score)}`, { score: ofHundred(score) })}
        {" · "}
        {t("heardIn", { count: meetings })}
      </p>
      {margin < CLOSE && <p className="text-ink-soft">{t("close")}</p>}
      <div className="mt-2 flex flex-wrap gap-1.5">
        {here && (
          <Button size="sm" look="quiet" icon={playing === "here" ? "pause" : "play"} onClick={() => toggle("here", transcript.meeting_id, here)}>
            {t("hearHere")}
          </Button>
        )}
        {sample && (
          <Button
            size="sm"
            look="quiet"
            icon={playing === "there" ? "pause" : "play"}
            title={sample.title}
            className="max-w-full"
            onClick={() => toggle("there", sample.meeting_id, sample)}
          >
            <span className="truncate">{t("hearThere", { title: sample.title })}</span>
          </Button>
        )}
      </div>
      {!sample && <p className="mt-1 text-xs text-ink-soft">{t("nothingToHear", { name })}</p>}
      {failed && (
        <p role="alert" className="mt-1 text-xs text-loss">
          {t("notHeard")}
        </p>
      )}
      <div className="mt-2.5 flex flex-wrap gap-2">
        <Button size="sm" look="primary" icon="check" disabled={isDecided} onClick={() => decide(true)}>
          {t("yes")}
        </Button>
        <Button size="sm" disabled={isDecided} onClick={() => decide(false)}>
          {t("no")}
        </Button>
      </div>
    </div>
  );
}
