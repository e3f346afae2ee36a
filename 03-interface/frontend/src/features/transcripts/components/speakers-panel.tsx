"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";

import type { Transcript } from "@/api/types";
import { LookAgain } from "@/features/suggestions/components/look-again";
import { useSuggestions } from "@/features/suggestions/hooks/use-suggestions";
import { useFormats } from "@/language/use-formats";
import { IconButton } from "@/ui/button";
import { Menu } from "@/ui/menu";
import { onDemand } from "@/ui/on-demand";

import { useSpeakerName } from "../hooks/use-speaker-name";
import { talkTimes, voiceColour } from "../voices";
import { TalkTable } from "./talk-table";
import { VoiceChip } from "./voice-chip";
import { VoiceItems, type VoiceActions } from "./voice-items";

const SuggestionCard = onDemand(async () => (await import("@/features/suggestions/components/suggestion-card")).SuggestionCard);

interface SpeakersPanelProps {
  transcript: Transcript;
  /** `null` where nothing may be changed. */
  voice: VoiceActions | null;
}

/** Who spoke and how much; names are given here. */
export function SpeakersPanel({ transcript, voice }: SpeakersPanelProps) {
  const t = useTranslations("transcript");
  const formats = useFormats();
  const nameOf = useSpeakerName();
  const { speakers, utterances } = transcript;
  const times = useMemo(() => talkTimes(utterances), [utterances]);
  const { data: suggestions } = useSuggestions(transcript.meeting_id, voice?.learn != null);

  if (speakers.length === 0) return <p className="text-ink-muted">{t("noSpeakers")}</p>;
  return (
    <>
      <ul className="flex flex-col gap-1">
        {speakers.map((speaker) => {
          const time = times.get(speaker.id) ?? { seconds: 0, share: 0, turns: 0 };
          const name = nameOf(speaker);
          const suggestion = speaker.named_by === "people" ? undefined : suggestions?.find(({ speaker_id: id }) => id === speaker.id);
          return (
            <li key={speaker.id} data-voice={voiceColour(speaker.number)} className="py-1.5">
              <div className="flex items-center gap-3">
                <VoiceChip speaker={speaker} />
                <div className="min-w-0 flex-1">
                  <p className="flex items-baseline justify-between gap-3">
                    {voice ? (
                      <button
                        type="button"
                        onClick={() => voice.rename(speaker.id)}
                        aria-label={t("rename", { name })}
                        className="min-w-0 truncate rounded-sm text-left font-semibold text-ink hover:text-accent"
                      >
                        {name}
                      </button>
                    ) : (
                      <span className="min-w-0 truncate font-semibold text-ink">{name}</span>
                    )}
                    <span className="tabular shrink-0 text-xs text-ink-muted">
                      {formats.duration(time.seconds)} · {formats.percent(time.share)}
                    </span>
                  </p>
                  <div aria-hidden className="mt-1.5 h-1 overflow-hidden rounded-full bg-rule">
                    <div className="voice-rule h-full rounded-full" style={{ width: `${time.share * 100}%` }} />
                  </div>
                  <p className="tabular mt-1 text-xs text-ink-muted">
                    {[t("turns", { count: time.turns }), ...(speaker.named_by === "voice" ? [t("knownByVoice")] : [])].join(" · ")}
                  </p>
                </div>
                {voice && (
                  <Menu trigger={<IconButton icon="more" label={t("speakerActions", { name })} />}>
                    <VoiceItems speaker={speaker} voices={speakers.length} actions={voice} />
                  </Menu>
                )}
              </div>
              {voice && suggestion && <SuggestionCard suggestion={suggestion} transcript={transcript} />}
            </li>
          );
        })}
      </ul>
      <TalkTable transcript={transcript} times={times} />
      {voice?.learn && (
        <div className="mt-3 -ml-2.5">
          <LookAgain meetingId={transcript.meeting_id} />
        </div>
      )}
    </>
  );
}
