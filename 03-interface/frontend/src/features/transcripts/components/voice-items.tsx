"use client";

import { useTranslations } from "next-intl";

import type { Speaker } from "@/api/types";
import { MenuItem } from "@/ui/menu";

import { useSpeakerName } from "../hooks/use-speaker-name";

/** What can be put right about a voice as a whole. */
export interface VoiceActions {
  rename: (speakerId: string) => void;
  merge: (speakerId: string) => void;
}

interface VoiceItemsProps {
  speaker: Speaker;
  /** How many voices there are: a single one has none to be merged with. */
  voices: number;
  actions: VoiceActions;
}

/** The items about a voice, the same wherever its menu is opened. */
export function VoiceItems({ speaker, voices, actions }: VoiceItemsProps) {
  const t = useTranslations("transcript");
  const nameOf = useSpeakerName();
  return (
    <>
      <MenuItem icon="pencil" onSelect={() => actions.rename(speaker.id)}>
        {t("rename", { name: nameOf(speaker) })}
      </MenuItem>
      {voices > 1 && (
        <MenuItem icon="people" onSelect={() => actions.merge(speaker.id)}>
          {t("merge")}
        </MenuItem>
      )}
    </>
  );
}
