"use client";

import { useTranslations } from "next-intl";

import type { Speaker, Utterance } from "@/api/types";
import { Menu, MenuChoice, MenuRule } from "@/ui/menu";

import type { UtteranceActions } from "./utterance-row";
import { VoiceChip } from "./voice-chip";
import { VoiceItems } from "./voice-items";
import { useSpeakerName } from "../hooks/use-speaker-name";

interface SpeakerMenuProps {
  speaker: Speaker;
  speakers: readonly Speaker[];
  utterance: Utterance;
  actions: UtteranceActions | null;
}

const NEW = "new";

/** A speaker's name above what they say; opens what can be put right about it. */
export function SpeakerMenu({ speaker, speakers, utterance, actions }: SpeakerMenuProps) {
  const t = useTranslations("transcript");
  const nameOf = useSpeakerName();
  const name = nameOf(speaker);
  const look = "max-w-full min-h-6 truncate text-left font-semibold text-ink wide:text-right";
  if (!actions) return <span className={look}>{name}</span>;
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className={`${look} rounded-sm hover:text-accent`} aria-label={t("speakerActions", { name })}>
          {name}
        </button>
      }
    >
      <VoiceItems speaker={speaker} voices={speakers.length} actions={actions.voice} />
      <MenuRule />
      <MenuChoice
        label={t("saidBy")}
        value={speaker.id}
        onChange={(id) => id !== speaker.id && actions.reassign(utterance.id, id)}
        options={[
          ...speakers.map((one) => ({
            value: one.id,
            label: (
              <>
                <VoiceChip speaker={one} size="sm" />
                <span className="truncate">{nameOf(one)}</span>
              </>
            ),
          })),
          { value: NEW, label: <span className="pl-8.5 text-ink-soft">{t("newSpeaker")}</span> },
        ]}
      />
    </Menu>
  );
}
