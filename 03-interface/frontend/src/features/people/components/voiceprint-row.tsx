"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";

import type { Person, Voiceprint } from "@/api/types";
import { useMeeting } from "@/features/meetings/hooks/use-meeting";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useFormats } from "@/language/use-formats";
import { Button, IconButton } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Notice } from "@/ui/notice";

import { deleteVoiceprint } from "../api/people";
import { useChangePeople } from "../hooks/use-people";
import { ofHundred, qualityOf } from "../likeness";

/** One voiceprint: where it was learnt, from how much, and how well the voice was heard. */
export function VoiceprintRow({ person, voiceprint }: { person: Person; voiceprint: Voiceprint }) {
  const t = useTranslations("people.voice");
  const formats = useFormats();
  const [deleting, setDeleting] = useState(false);
  const facts = [
    t(`quality.${qualityOf(voiceprint.quality)}`, { quality: ofHundred(voiceprint.quality) }),
    t("speech", { time: formats.duration(voiceprint.seconds) }),
    t("learntOn", { day: formats.day(voiceprint.created_at) }),
  ];
  return (
    <li className="flex items-center gap-3 py-3">
      <div className="min-w-0 flex-1">
        <p className="truncate font-semibold">
          {voiceprint.meeting_id ? <MeetingLink id={voiceprint.meeting_id} /> : (voiceprint.file_name ?? t("aFile"))}
        </p>
        <p className="tabular text-ink-muted">{facts.join(" · ")}</p>
      </div>
      <IconButton icon="trash" label={t("delete", { day: formats.day(voiceprint.created_at) })} onClick={() => setDeleting(true)} />
      {deleting && <DeleteVoiceprintDialog person={person} voiceprint={voiceprint} onClose={() => setDeleting(false)} />}
    </li>
  );
}

function MeetingLink({ id }: { id: string }) {
  const t = useTranslations("people.voice");
  const { data } = useMeeting(id);
  return (
    <Link href={`/meetings/${id}`} className="hover:text-accent">
      {data?.title ?? t("aMeeting")}
    </Link>
  );
}

function DeleteVoiceprintDialog({ person, voiceprint, onClose }: { person: Person; voiceprint: Voiceprint; onClose: () => void }) {
  const t = useTranslations("people.voice");
  const common = useTranslations("people");
  const complaint = useComplaint();
  const remove = useChangePeople<void, string>((api, id) => deleteVoiceprint(api, person.id, id));
  return (
    <Dialog title={t("deleteTitle")} onClose={onClose}>
      <div className="flex flex-col gap-5">
        {remove.error && (
          <Notice kind="loss" announce>
            {complaint(remove.error)}
          </Notice>
        )}
        <p className="text-ink-soft">{t("deleteLead", { name: person.name })}</p>
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {common("cancel")}
          </Button>
          <Button look="danger" disabled={remove.isPending} onClick={() => remove.mutate(voiceprint.id, { onSuccess: onClose })}>
            {t("deleteForGood")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
