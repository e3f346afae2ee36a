"use client";

import { useTranslations } from "next-intl";

import type { Speaker } from "@/api/types";
import { VoiceChip } from "@/features/transcripts/components/voice-chip";
import { useSpeakerName } from "@/features/transcripts/hooks/use-speaker-name";
import { useCorrect } from "@/features/transcripts/hooks/use-transcript";
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
  const { mutate: correct, isPending } = useCorrect(meetingId);
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
                disabled={isPending}
                onClick={() => correct((corrections) => corrections.mergeSpeakers(speaker.id, other.id), { onSuccess: onClose })}
                className="flex min-h-11 w-full items-center gap-3 rounded-md px-2 py-1.5 text-left font-semibold text-ink hover:bg-hover disabled:opacity-55"
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
