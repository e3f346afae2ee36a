"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import type { Minutes } from "@/api/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Notice } from "@/ui/notice";

interface FreezeDialogProps {
  minutes: Minutes;
  onFreeze: () => Promise<void>;
  onClose: () => void;
}

/** Asked once before minutes are frozen, with what they still lack: nobody can undo that. */
export function FreezeDialog({ minutes, onFreeze, onClose }: FreezeDialogProps) {
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
      <Lacking minutes={minutes} />
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

/** What a person would want to know before signing: texts that nobody wrote, what nothing shows, what nobody settled, people without a name. */
function Lacking({ minutes: { sections, participants, unread, unsupported: leftOut } }: { minutes: Minutes }) {
  const t = useTranslations("minutes.freeze");
  const empty = sections.filter(({ kind, items }) => kind === "text" && items.length === 0).map(({ title }) => title);
  const unsupported = sections.flatMap(({ items }) => items).filter((item) => item.unsupported).length;
  const unnamed = participants.filter(({ name }) => name === null).length;
  if (empty.length + unsupported + leftOut.length + unread.length + unnamed === 0) return null;
  return (
    <div className="mt-4">
      <Notice kind="doubt">
        <ul className="flex flex-col gap-1 break-words">
          {empty.length > 0 && <li>{t("empty", { count: empty.length, sections: empty.join(", ") })}</li>}
          {unsupported > 0 && <li>{t("unsupported", { count: unsupported })}</li>}
          {leftOut.length > 0 && <li>{t("leftOut", { count: leftOut.length })}</li>}
          {unread.length > 0 && <li>{t("unread", { count: unread.length })}</li>}
          {unnamed > 0 && <li>{t("unnamed", { count: unnamed })}</li>}
        </ul>
      </Notice>
    </div>
  );
}
