"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import { useSessionState } from "@/features/session/hooks/connection";
import { Notice } from "@/ui/notice";

import { want } from "../choice";
import { useStanding, useWanted } from "../hooks/use-standing";
import { ask } from "../standing";

/** Whether to be notified by this browser; where that cannot be, why. */
export function NotificationChoice() {
  const t = useTranslations("notifications");
  const state = useSessionState();
  const standing = useStanding();
  const wanted = useWanted();
  const [asking, setAsking] = useState(false);
  if (state.status !== "open" || standing === null) return <div aria-busy className="h-6" />;
  const { id } = state.session.account;
  const press = async () => {
    if (wanted) return want(id, false);
    setAsking(true);
    const answer = await ask();
    setAsking(false);
    want(id, answer === "allowed");
  };
  const possible = standing === "unasked" || standing === "allowed";
  return (
    <div className="flex flex-col gap-3">
      <label className="flex items-start gap-2.5">
        <input
          type="checkbox"
          checked={wanted && standing === "allowed"}
          disabled={!possible || asking}
          aria-describedby={possible ? undefined : "notifications-why"}
          onChange={() => void press()}
          className="mt-0.5 size-4.5 shrink-0"
        />
        <span className={possible ? "font-semibold" : "font-semibold text-ink-muted"}>{t("choose")}</span>
      </label>
      <div id="notifications-why" aria-live="polite">
        {asking && <p className="text-ink-soft">{t("asking")}</p>}
        {!possible && <Notice kind="plain">{t(`cannot.${standing}`)}</Notice>}
      </div>
    </div>
  );
}
