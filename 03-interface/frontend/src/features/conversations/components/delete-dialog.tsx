"use client";

import { useTranslations } from "next-intl";

import type { Conversation } from "@/api/types";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Notice } from "@/ui/notice";

import { useAsking } from "../hooks/asking";
import { useDelete } from "../hooks/use-conversations";

interface DeleteDialogProps {
  conversation: Pick<Conversation, "id" | "title">;
  onDeleted: () => void;
  onClose: () => void;
}

/** Asked before a conversation is thrown away: its answers go too, the meetings stay. */
export function DeleteDialog({ conversation, onDeleted, onClose }: DeleteDialogProps) {
  const t = useTranslations("conversations.delete");
  const complaint = useComplaint();
  const asking = useAsking();
  const remove = useDelete(conversation.id, () => {
    onClose();
    onDeleted();
  });
  return (
    <Dialog title={t("title")} onClose={onClose}>
      {remove.error && (
        <div className="mb-4">
          <Notice kind="loss" announce>
            {complaint(remove.error)}
          </Notice>
        </div>
      )}
      <p>{t("lead")}</p>
      <p className="mt-3 rounded-md bg-sunken px-3 py-2 font-semibold break-words">{conversation.title}</p>
      <div className="mt-5 flex justify-end gap-2">
        <Button data-first look="quiet" onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button
          look="danger"
          icon="trash"
          disabled={remove.isPending}
          onClick={() => {
            asking.forget(conversation.id);
            remove.mutate();
          }}
        >
          {t("delete")}
        </Button>
      </div>
    </Dialog>
  );
}
