"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";

import type { Speaker } from "@/api/types";
import { Icon } from "@/ui/icons";
import { MenuItem } from "@/ui/menu";

import { useSpeakerName } from "../hooks/use-speaker-name";

/** What can be put right about a voice as a whole. */
export interface VoiceActions {
  rename: (speakerId: string) => void;
  merge: (speakerId: string) => void;
  /** Says whose voice it is and has it learnt; `null` where no voice is heard. */
  learn: ((speakerId: string) => void) | null;
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
  const { learn } = actions;
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
      {learn && (
        <MenuItem icon="microphone" onSelect={() => learn(speaker.id)}>
          {t("learnVoice")}
        </MenuItem>
      )}
      {speaker.person_id != null && (
        <MenuItem asChild>
          <Link href={`/people/${speaker.person_id}`}>
            <Icon name="chevron" size={17} className="shrink-0 -rotate-90 text-ink-muted" />
            <span className="min-w-0 flex-1 truncate">{t("toPerson", { name: nameOf(speaker) })}</span>
          </Link>
        </MenuItem>
      )}
    </>
  );
}
