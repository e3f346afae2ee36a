"use client";

import { useTranslations } from "next-intl";

import type { Minutes } from "@/api/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";

import { useRemoveMinutes } from "../hooks/use-minutes";

/** Asked before minutes are thrown away: what people wrote in them goes too. */
export function RemoveDialog({ minutes, onClose }: { minutes: Minutes; onClose: () => void }) {
  const t = useTranslations("minutes.throwAway");
  const remove = useRemoveMinutes(minutes.meeting_id);
  return (
    <Dialog title={t("title")} onClose={onClose}>
      <p>{t("lead")}</p>
      <div className="mt-5 flex justify-end gap-2">
        <Button data-first look="quiet" onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button look="danger" icon="trash" disabled={remove.isPending} onClick={() => remove.mutate(minutes.version, { onSettled: onClose })}>
          {t("remove")}
        </Button>
      </div>
    </Dialog>
  );
}
