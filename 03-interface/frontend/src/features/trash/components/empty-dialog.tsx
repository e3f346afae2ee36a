"use client";

import { useTranslations } from "next-intl";

import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Notice } from "@/ui/notice";
import { useSay } from "@/ui/toasts";

import { useEmptyTrash } from "../hooks/use-trash";

/** Empties the trash once somebody has read how many meetings that is. */
export function EmptyDialog({ count, onClose }: { count: number; onClose: () => void }) {
  const t = useTranslations("trash");
  const complaint = useComplaint();
  const say = useSay();
  const empty = useEmptyTrash();
  const act = () =>
    empty.mutate(undefined, {
      onSuccess: () => {
        say(t("emptied"));
        onClose();
      },
    });
  return (
    <Dialog title={t("empty")} onClose={onClose}>
      <div className="flex flex-col gap-5">
        {empty.error && (
          <Notice kind="loss" announce>
            {complaint(empty.error)}
          </Notice>
        )}
        <p className="text-ink-soft">{t("emptyAsk", { count })}</p>
        <div className="flex justify-end gap-2">
          <Button look="quiet" autoFocus onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button look="danger" disabled={empty.isPending} onClick={act}>
            {t("deleteForGood")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
