"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

import { useSessionState } from "@/features/session/hooks/connection";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";

import { isWanted, offered, want, wasOffered } from "../choice";
import { ask, standingOf } from "../standing";

/** Offers a notification once, after the first recording that was sent from this browser; where it cannot be had, not at all. */
export function NotificationOffer() {
  const state = useSessionState();
  return state.status === "open" ? <Offer account={state.session.account.id} /> : null;
}

function Offer({ account }: { account: string }) {
  const t = useTranslations("notifications");
  const [shown] = useState(() => ["unasked", "allowed"].includes(standingOf(window)) && !isWanted(account) && !wasOffered(account));
  const [answer, setAnswer] = useState<"none" | "yes" | "no" | "refused">("none");
  useEffect(() => {
    if (shown) offered(account);
  }, [shown, account]);
  if (!shown || answer === "no") return null;
  const accept = async () => {
    const allowed = (await ask()) === "allowed";
    if (allowed) want(account, true);
    setAnswer(allowed ? "yes" : "refused");
  };
  return (
    <div className="appearing mb-6" role="status">
      <Notice
        kind="plain"
        action={
          answer === "none" && (
            <div className="flex gap-2">
              <Button size="sm" onClick={() => void accept()}>
                {t("accept")}
              </Button>
              <Button size="sm" look="quiet" onClick={() => setAnswer("no")}>
                {t("decline")}
              </Button>
            </div>
          )
        }
      >
        {answer === "none" && t("offer")}
        {answer === "yes" && t("accepted")}
        {answer === "refused" && t("cannot.refused")}
      </Notice>
    </div>
  );
}
