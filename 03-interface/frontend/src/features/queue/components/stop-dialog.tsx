"use client";

import { useTranslations } from "next-intl";

import type { QueuedRun } from "@/api/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";

import { useRunName } from "./queue-row";

interface StopDialogProps {
  run: QueuedRun;
  onClose: () => void;
  onStop: () => void;
}

/** Asked before a run is stopped: it may be somebody else's who waits for it. */
export function StopDialog({ run, onClose, onStop }: StopDialogProps) {
  const t = useTranslations("queue");
  const name = useRunName(run);
  return (
    <Dialog title={t("stopTitle")} onClose={onClose}>
      <p className="font-semibold break-words">{name}</p>
      <p className="mt-2 text-ink-soft">{t("stopLead")}</p>
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Button look="quiet" onClick={onClose}>
          {t("keep")}
        </Button>
        <Button look="danger" onClick={onStop}>
          {t("stopNow")}
        </Button>
      </div>
    </Dialog>
  );
}
