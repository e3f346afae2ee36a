"use client";

import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";

import type { Speaker, Utterance } from "@/api/types";
import { useEditOutbox } from "@/features/edits/hooks/edits-provider";
import { VoiceChip } from "@/features/transcripts/components/voice-chip";
import { useSpeakerName } from "@/features/transcripts/hooks/use-speaker-name";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";

interface SpeakerDialogProps {
  meetingId: string;
  utterance: Utterance;
  speakers: readonly Speaker[];
  onClose: () => void;
}

const NEW = "new";
const EXTENTS = ["one", "onwards", "all"] as const;

/** Who says an utterance: this one, all from here on, or all that this voice says. */
export function SpeakerDialog({ meetingId, utterance, speakers, onClose }: SpeakerDialogProps) {
  const t = useTranslations("corrections.speaker");
  const transcript = useTranslations("transcript");
  const nameOf = useSpeakerName();
  const [chosen, setChosen] = useState(utterance.speaker_id);
  const [extent, setExtent] = useState<(typeof EXTENTS)[number]>("one");
  const outbox = useEditOutbox();
  const present = speakers.find(({ id }) => id === utterance.speaker_id);
  // All that a voice says for somebody new is that voice itself, by another name.
  const extents = EXTENTS.filter((one) => one !== "all" || chosen !== NEW);
  const meant = extents.includes(extent) ? extent : "one";

  const submit = (event: FormEvent) => {
    event.preventDefault();
    onClose();
    if (chosen === utterance.speaker_id) return;
    if (meant === "all") outbox.add(meetingId, utterance.speaker_id, "", { kind: "merge", into: chosen });
    else outbox.add(meetingId, utterance.id, utterance.text, { kind: "speaker", speaker: chosen, onwards: meant === "onwards" });
  };
  const choices = [
    ...speakers.map((speaker) => ({ id: speaker.id, label: nameOf(speaker), chip: <VoiceChip speaker={speaker} size="sm" /> })),
    { id: NEW, label: transcript("newSpeaker"), chip: <span className="size-6" /> },
  ];
  const row = "flex min-h-9 cursor-pointer items-center gap-2.5 rounded-sm px-1.5 hover:bg-hover";
  return (
    <Dialog title={t("title")} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        <fieldset>
          <legend className="mb-1.5 font-semibold">{transcript("saidBy")}</legend>
          {choices.map(({ id, label, chip }) => (
            <label key={id} className={row}>
              <input type="radio" name="speaker" value={id} checked={chosen === id} onChange={() => setChosen(id)} />
              {chip}
              <span className="min-w-0 truncate">{label}</span>
            </label>
          ))}
        </fieldset>
        <fieldset>
          <legend className="mb-1.5 font-semibold">{t("extent")}</legend>
          {extents.map((one) => (
            <label key={one} className={row}>
              <input type="radio" name="extent" value={one} checked={meant === one} onChange={() => setExtent(one)} />
              <span className="min-w-0">{t(`extents.${one}`, { name: nameOf(present) })}</span>
            </label>
          ))}
        </fieldset>
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" look="primary">
            {t("save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
