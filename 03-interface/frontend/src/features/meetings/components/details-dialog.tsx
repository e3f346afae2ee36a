"use client";

import { useTranslations } from "next-intl";
import type { FormEvent } from "react";

import type { Meeting } from "@/api/types";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";

import { asLocalTime, readNames } from "../details-form";
import { useChangeMeeting } from "../hooks/use-meetings";

/** Title, date and people of a meeting. */
export function DetailsDialog({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const t = useTranslations("meetings");
  const complaint = useComplaint();
  const change = useChangeMeeting(meeting.id);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const held = String(form.get("held_at") ?? "");
    change.mutate(
      {
        title: String(form.get("title") ?? "").trim(),
        ...(held ? { held_at: new Date(held).toISOString() } : {}),
        participants: readNames(String(form.get("participants") ?? "")),
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog title={t("editDetails")} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        {change.error && (
          <Notice kind="loss" announce>
            {complaint(change.error)}
          </Notice>
        )}
        <Field label={t("name")} name="title" defaultValue={meeting.title} required maxLength={200} />
        <Field label={t("heldAt")} name="held_at" type="datetime-local" required defaultValue={asLocalTime(meeting.held_at)} />
        <Field label={t("participants")} hint={t("participantsHint")} name="participants" defaultValue={meeting.participants.join(", ")} autoComplete="off" />
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" look="primary" disabled={change.isPending}>
            {t("save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
