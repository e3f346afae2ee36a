"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import type { ApiTokenWithSecret } from "@/api/types";
import { useConnection } from "@/features/session/hooks/connection";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";

/** A token's secret, shown once, with a request that uses it. */
export function SecretDialog({ token, onClose }: { token: ApiTokenWithSecret; onClose: () => void }) {
  const t = useTranslations("tokens");
  const { origin } = useConnection();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(token.secret);
      setCopied(true);
    } catch {
      setCopied(false); // not allowed here: it stands on the screen
    }
  };
  return (
    <Dialog title={t("secretTitle")} onClose={onClose} wide stays>
      <div className="flex flex-col gap-4">
        <p className="break-words text-ink-soft">{t("secretLead", { name: token.name })}</p>
        <output aria-label={t("secret")} className="tabular rounded-md bg-sunken px-4 py-3 font-semibold break-all select-all">
          {token.secret}
        </output>
        <p className="text-ink-muted">{t("secretUse")}</p>
        <code className="rounded-md bg-sunken px-4 py-3 text-xs break-all whitespace-pre-wrap select-all">
          {`curl -H "Authorization: Bearer $TOKEN" ${origin}/api/v1/meetings`}
        </code>
        <div className="flex justify-end gap-2">
          {/* At the close button a key pressed once more would have it gone unseen. */}
          <Button data-first onClick={() => void copy()}>
            {copied ? t("copied") : t("copy")}
          </Button>
          <Button look="primary" onClick={onClose}>
            {t("done")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
