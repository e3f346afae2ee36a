"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import type { User } from "@/api/types";
import { useFormats } from "@/language/use-formats";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";

export interface HandedCode {
  user: User;
  code: string;
  expiresAt: string;
}

/** A one-time code, shown once, with where its owner types it. */
export function CodeDialog({ user, code, expiresAt, onClose }: HandedCode & { onClose: () => void }) {
  const t = useTranslations("users");
  const formats = useFormats();
  const [copied, setCopied] = useState(false);
  const address = `${window.location.origin}/code?email=${encodeURIComponent(user.email)}`;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(`${address}\n${code}`);
      setCopied(true);
    } catch {
      setCopied(false); // not allowed here: the code stands on the screen
    }
  };
  return (
    <Dialog title={t("codeTitle", { name: user.name })} onClose={onClose} stays>
      <div className="flex flex-col gap-4">
        <p className="text-ink-soft">{t("codeLead", { name: user.name })}</p>
        <output aria-label={t("code")} className="tabular rounded-md bg-sunken px-4 py-3 text-center text-lg font-semibold tracking-widest select-all">
          {code}
        </output>
        <p className="text-xs break-all text-ink-muted select-all">{address}</p>
        <p className="text-ink-muted">{t("codeUntil", { moment: formats.moment(expiresAt) })}</p>
        <div className="flex justify-end gap-2">
          <Button onClick={() => void copy()}>{copied ? t("copied") : t("copy")}</Button>
          <Button look="primary" onClick={onClose}>
            {t("done")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
