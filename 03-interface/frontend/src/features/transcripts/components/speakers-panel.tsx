"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";

import type { Transcript } from "@/api/types";
import { useFormats } from "@/language/use-formats";
import { IconButton } from "@/ui/button";
import { Menu, MenuChoice, MenuItem, MenuRule } from "@/ui/menu";

import { useSpeakerName } from "../hooks/use-speaker-name";
import { useCorrect } from "../hooks/use-transcript";
import { talkTimes, voiceColour } from "../voices";
import { VoiceChip } from "./voice-chip";

interface SpeakersPanelProps {
  transcript: Transcript;
  editable: boolean;
  onRename: (speakerId: string) => void;
}

/** Who spoke and how much; names are given here. */
export function SpeakersPanel({ transcript, editable, onRename }: SpeakersPanelProps) {
  const t = useTranslations("transcript");
  const formats = useFormats();
  const nameOf = useSpeakerName();
  const { mutate: correct } = useCorrect(transcript.meeting_id);
  const { speakers, utterances } = transcript;
  const times = useMemo(() => talkTimes(utterances), [utterances]);

  if (speakers.length === 0) return <p className="text-ink-muted">{t("noSpeakers")}</p>;
  return (
    <ul className="flex flex-col gap-1">
      {speakers.map((speaker) => {
        const time = times.get(speaker.id) ?? { seconds: 0, share: 0 };
        const name = nameOf(speaker);
        return (
          <li key={speaker.id} data-voice={voiceColour(speaker.number)} className="flex items-center gap-3 rounded-md py-1.5">
            <VoiceChip speaker={speaker} />
            <div className="min-w-0 flex-1">
              <p className="flex items-baseline justify-between gap-3">
                {editable ? (
                  <button
                    type="button"
                    onClick={() => onRename(speaker.id)}
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
            </div>
            {editable && (
              <Menu trigger={<IconButton icon="more" label={t("speakerActions", { name })} />}>
                <MenuItem icon="pencil" onSelect={() => onRename(speaker.id)}>
                  {t("rename", { name })}
                </MenuItem>
                {speakers.length > 1 && (
                  <>
                    <MenuRule />
                    <MenuChoice
                      label={t("mergeInto")}
                      value=""
                      onChange={(into) => correct((corrections) => corrections.mergeSpeakers(speaker.id, into))}
                      options={speakers
                        .filter(({ id }) => id !== speaker.id)
                        .map((other) => ({
                          value: other.id,
                          label: (
                            <>
                              <VoiceChip speaker={other} size="sm" />
                              <span className="truncate">{nameOf(other)}</span>
                            </>
                          ),
                        }))}
                    />
                  </>
                )}
              </Menu>
            )}
          </li>
        );
      })}
    </ul>
  );
}
