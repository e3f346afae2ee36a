"use client";

import { useTranslations } from "next-intl";
import type { FormEvent } from "react";

import type { Speaker } from "@/api/types";
import { useEditOutbox } from "@/features/edits/hooks/edits-provider";
import { useSpeakerName } from "@/features/transcripts/hooks/use-speaker-name";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";

interface RenameDialogProps {
  meetingId: string;
  speaker: Speaker;
  /** Names given for the meeting, offered while typing. */
  participants: readonly string[];
  onClose: () => void;
}

/** Names a voice, everywhere it speaks in this meeting. */
export function RenameDialog({ meetingId, speaker, participants, onClose }: RenameDialogProps) {
  const t = useTranslations("corrections");
  const nameOf = useSpeakerName();
  const outbox = useEditOutbox();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name") ?? "").trim();
    if (name !== (speaker.name ?? "") && name !== "") outbox.add(meetingId, speaker.id, "", { kind: "name", name });
    onClose();
  };
  return (
    <Dialog title={t("renameTitle", { name: nameOf(speaker) })} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        <Field
          label={t("name")}
          hint={t("renameHint")}
          name="name"
          defaultValue={speaker.name ?? ""}
          list="participants"
          autoComplete="off"
          maxLength={200}
        />
        <datalist id="participants">
          {participants.map((participant) => (
            <option key={participant} value={participant} />
          ))}
        </datalist>
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
