"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";

/** Asked once before minutes are frozen: nobody can undo that. */
export function FreezeDialog({ onFreeze, onClose }: { onFreeze: () => Promise<void>; onClose: () => void }) {
  const t = useTranslations("minutes.freeze");
  const [busy, setBusy] = useState(false);
  const freeze = async () => {
    setBusy(true);
    await onFreeze();
    onClose();
  };
  return (
    <Dialog title={t("title")} onClose={onClose}>
      <p>{t("lead")}</p>
      <div className="mt-5 flex justify-end gap-2">
        <Button look="quiet" onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button data-first look="primary" icon="lock" disabled={busy} onClick={() => void freeze()}>
          {t("freeze")}
        </Button>
      </div>
    </Dialog>
  );
}
