"use client";

import { useTranslations } from "next-intl";
import type { FormEvent } from "react";

import type { Conversation } from "@/api/types";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Notice } from "@/ui/notice";

import { useRename } from "../hooks/use-conversations";

/** Another name than the first question. */
export function RenameDialog({ conversation, onClose }: { conversation: Pick<Conversation, "id" | "title">; onClose: () => void }) {
  const t = useTranslations("conversations.rename");
  const complaint = useComplaint();
  const rename = useRename(conversation.id);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const title = String(new FormData(event.currentTarget).get("title") ?? "").trim();
    if (title) rename.mutate(title, { onSuccess: onClose });
  };
  return (
    <Dialog title={t("title")} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        {rename.error && (
          <Notice kind="loss" announce>
            {complaint(rename.error)}
          </Notice>
        )}
        <Field label={t("name")} name="title" defaultValue={conversation.title} autoComplete="off" required maxLength={200} />
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" look="primary" disabled={rename.isPending}>
            {t("save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
