"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

import { Problem } from "@/api/problem";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Button, buttonClass } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { PageLink } from "@/ui/page-link";

import { ConversationMenu } from "./conversation-menu";
import { OfferNotice } from "./offer-notice";
import { QuestionBox } from "./question-box";
import { ScopeLine } from "./scope-line";
import { Thread } from "./thread";
import { useAskedNow, useAsking } from "../hooks/asking";
import { HearingHere } from "../hooks/hearing";
import { useConversation } from "../hooks/use-conversations";

/** A conversation: what was asked and answered, and the next question. */
export function ConversationScreen({ id }: { id: string }) {
  const t = useTranslations("conversations");
  const complaint = useComplaint();
  const router = useRouter();
  const asking = useAsking();
  const { now, busy } = useAskedNow(id);
  const { data: conversation, error, refetch } = useConversation(id);
  const [typed, setTyped] = useState("");

  const title = conversation?.title || t("untitled");
  const isThere = conversation !== undefined;
  useEffect(() => {
    if (isThere) document.title = title;
  }, [isThere, title]);

  if (error && !conversation) {
    if (error instanceof Problem && error.status === 404)
      return (
        <>
          <h1 className="text-2xl font-semibold tracking-tight">{t("missing.title")}</h1>
          <p className="mt-2 mb-5 text-ink-muted">{t("missing.lead")}</p>
          <PageLink href="/chat" className={buttonClass()}>
            {t("new")}
          </PageLink>
        </>
      );
    return (
      <Notice
        kind="loss"
        announce
        action={
          <Button size="sm" onClick={() => void refetch()}>
            {t("tryAgain")}
          </Button>
        }
      >
        {complaint(error)}
      </Notice>
    );
  }
  if (!conversation) return <div aria-busy className="h-9 w-2/3 animate-pulse rounded-md bg-sunken" />;

  const ask = (question: string) => {
    setTyped("");
    void asking.ask(id, question);
  };
  const { meetings, messages } = conversation;
  return (
    <HearingHere>
      <div className="flex items-start justify-between gap-4">
        <h1 dir="auto" className="min-w-0 text-2xl font-semibold tracking-tight break-words">
          {title}
        </h1>
        <ConversationMenu conversation={conversation} onDeleted={() => router.replace("/chat")} />
      </div>
      <ScopeLine meetings={meetings} />
      <Thread messages={messages} now={now} onAsk={ask} meetingId={meetings?.length === 1 ? (meetings[0]?.id ?? null) : null} here={false} />
      <div className="bottom-4 z-10 mt-4 [@media(min-height:30rem)]:sticky">
        <QuestionBox value={typed} onChange={setTyped} onAsk={ask} onStop={busy ? () => asking.stop(id) : null} first />
      </div>
      <div className="mt-4">
        <OfferNotice />
      </div>
    </HearingHere>
  );
}
