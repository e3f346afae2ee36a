"use client";

import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";

import type { Meeting } from "@/api/types";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { typedAlike } from "@/language/typed-alike";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { useSay } from "@/ui/toasts";

import { useDeleteForGood } from "../hooks/use-trash";

/** Deletes for good, and therefore asks for the title once. */
export function DeleteDialog({ meeting, onClose, onDeleted }: { meeting: Meeting; onClose: () => void; onDeleted?: () => void }) {
  const t = useTranslations("trash");
  const complaint = useComplaint();
  const say = useSay();
  const remove = useDeleteForGood();
  const [typed, setTyped] = useState("");
  const same = typedAlike(typed, meeting.title);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!same) return;
    remove.mutate(meeting, {
      onSuccess: () => {
        say(t("deleted", { title: meeting.title }));
        onClose();
        onDeleted?.();
      },
    });
  };
  return (
    <Dialog title={t("deleteTitle")} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        {remove.error && (
          <Notice kind="loss" announce>
            {complaint(remove.error)}
          </Notice>
        )}
        <p className="text-ink-soft">{t("deleteLead")}</p>
        <p className="max-h-40 overflow-y-auto rounded-md bg-sunken px-3 py-2 font-semibold break-words">
          <bdi>{meeting.title}</bdi>
        </p>
        <Field label={t("deleteType")} value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" look="danger" disabled={!same || remove.isPending}>
            {t("deleteForGood")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
