"use client";

import { useTranslations } from "next-intl";

import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";

interface DiscardDialogProps {
  title: string;
  onDiscard: () => void;
  onClose: () => void;
}

/** Asks once more before sound that is nowhere else is deleted. */
export function DiscardDialog({ title, onDiscard, onClose }: DiscardDialogProps) {
  const t = useTranslations("recorder");
  return (
    <Dialog title={t("discardTitle")} onClose={onClose}>
      <div className="flex flex-col gap-5">
        <p className="text-ink-soft">{t("discardLead")}</p>
        <p className="rounded-md bg-sunken px-3 py-2 font-semibold break-words">{title}</p>
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button
            look="danger"
            onClick={() => {
              onClose();
              onDiscard();
            }}
          >
            {t("discardNow")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
