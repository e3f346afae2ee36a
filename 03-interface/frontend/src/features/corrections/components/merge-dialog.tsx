"use client";

import { useTranslations } from "next-intl";

import type { Speaker } from "@/api/types";
import { useEditOutbox } from "@/features/edits/hooks/edits-provider";
import { VoiceChip } from "@/features/transcripts/components/voice-chip";
import { useSpeakerName } from "@/features/transcripts/hooks/use-speaker-name";
import { Dialog } from "@/ui/dialog";

interface MergeDialogProps {
  meetingId: string;
  speaker: Speaker;
  speakers: readonly Speaker[];
  onClose: () => void;
}

/** Two voices that are one person: everything the first said goes to the one that is chosen. */
export function MergeDialog({ meetingId, speaker, speakers, onClose }: MergeDialogProps) {
  const t = useTranslations("corrections");
  const nameOf = useSpeakerName();
  const outbox = useEditOutbox();
  const merge = (into: string) => {
    outbox.add(meetingId, speaker.id, "", { kind: "merge", into });
    onClose();
  };
  const name = nameOf(speaker);
  return (
    <Dialog title={t("mergeTitle", { name })} onClose={onClose}>
      <p className="mb-4 text-ink-soft">{t("mergeHint", { name })}</p>
      <ul className="flex flex-col gap-1">
        {speakers
          .filter(({ id }) => id !== speaker.id)
          .map((other) => (
            <li key={other.id}>
              <button
                type="button"
                onClick={() => merge(other.id)}
                className="flex min-h-11 w-full items-center gap-3 rounded-md px-2 py-1.5 text-left font-semibold text-ink hover:bg-hover"
              >
                <VoiceChip speaker={other} />
                <span className="min-w-0 truncate">{nameOf(other)}</span>
              </button>
            </li>
          ))}
      </ul>
    </Dialog>
  );
}
