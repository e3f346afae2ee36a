"use client";

import { useTranslations } from "next-intl";

import type { ApiToken } from "@/api/types";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";

interface RevokeTokenDialogProps {
  token: ApiToken;
  onClose: () => void;
  onRevoke: () => void;
}

/** Asked before a token ends: what uses it stops working, and no token comes back. */
export function RevokeTokenDialog({ token, onClose, onRevoke }: RevokeTokenDialogProps) {
  const t = useTranslations("tokens");
  return (
    <Dialog title={t("revokeTitle")} onClose={onClose}>
      <p className="font-semibold break-words">{token.name}</p>
      <p className="mt-2 text-ink-soft">{t("revokeLead")}</p>
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Button look="quiet" onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button look="danger" onClick={onRevoke}>
          {t("revokeNow")}
        </Button>
      </div>
    </Dialog>
  );
}
