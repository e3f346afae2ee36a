"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import { useComplaint } from "@/features/session/hooks/use-complaint";
import { IconButton } from "@/ui/button";
import { INPUT } from "@/ui/field";
import { Notice } from "@/ui/notice";

import { ConversationMenu } from "./conversation-menu";
import { Examples } from "./examples";
import { OfferNotice } from "./offer-notice";
import { QuestionBox } from "./question-box";
import { Thread } from "./thread";
import { AskingProvider, useAskedNow, useAsking } from "../hooks/asking";
import { HearingInPlayer } from "../hooks/hearing";
import { useBegin, useConversation, useConversations } from "../hooks/use-conversations";

interface MeetingChatProps {
  meetingId: string;
  /** What is cited is shown in the text, which has no sound: what stands before it gives way. */
  onShow?: () => void;
}

/** Questions to one meeting, beside its text: what an answer cites is heard in the meeting's player. */
export function MeetingChat({ meetingId, onShow }: MeetingChatProps) {
  return (
    <AskingProvider>
      <HearingInPlayer onShow={onShow}>
        <Conversations meetingId={meetingId} />
      </HearingInPlayer>
    </AskingProvider>
  );
}

function Conversations({ meetingId }: { meetingId: string }) {
  const t = useTranslations("conversations");
  const complaint = useComplaint();
  const asking = useAsking();
  const begin = useBegin();
  const list = useConversations(meetingId);
  const known = list.data?.pages.flatMap((page) => page.items) ?? [];
  // The last one until another is chosen, or a new one begun (`null`).
  const [chosen, setChosen] = useState<string | null | undefined>(undefined);
  const id = chosen === undefined ? (known[0]?.id ?? null) : chosen;
  const { data: conversation, error } = useConversation(id);
  const { now, busy } = useAskedNow(id);
  const [typed, setTyped] = useState("");
  const [state, setState] = useState<{ beginning: boolean; fault: unknown }>({ beginning: false, fault: null });

  const ask = async (question: string) => {
    if (id !== null) {
      setTyped("");
      void asking.ask(id, question);
      return;
    }
    setState({ beginning: true, fault: null });
    try {
      const begun = await begin([meetingId]);
      setChosen(begun.id);
      setTyped("");
      setState({ beginning: false, fault: null });
      void asking.ask(begun.id, question);
    } catch (fault) {
      setState({ beginning: false, fault });
    }
  };

  if (list.isPending) return <div aria-busy className="h-24 animate-pulse rounded-md bg-sunken" />;
  const fault = state.fault ?? (conversation ? null : error) ?? (list.data ? null : list.error);
  const isChosenListed = id === null || known.some((one) => one.id === id);
  return (
    <div className="flex flex-col gap-3">
      {(known.length > 0 || id !== null) && (
        <div className="flex items-center gap-1">
          <select
            aria-label={t("conversation")}
            value={id ?? ""}
            onChange={(event) => setChosen(event.target.value || null)}
            className={`${INPUT} h-9! min-w-0 flex-1`}
          >
            <option value="">{t("new")}</option>
            {!isChosenListed && <option value={id ?? ""}>{conversation?.title || t("untitled")}</option>}
            {known.map((one) => (
              <option key={one.id} value={one.id}>
                {one.title || t("untitled")}
              </option>
            ))}
          </select>
          <IconButton icon="plus" label={t("new")} disabled={id === null} onClick={() => setChosen(null)} />
          {conversation && (
            <ConversationMenu
              conversation={conversation}
              onDeleted={() => setChosen(null)}
            />
          )}
        </div>
      )}
      {fault && (
        <Notice kind="loss" announce>
          {complaint(fault)}
        </Notice>
      )}
      {id === null && <Examples one onTake={setTyped} />}
      {conversation && <Thread key={conversation.id} messages={conversation.messages} now={now} onAsk={(question) => void ask(question)} meetingId={meetingId} here />}
      <div className="bottom-0 z-10 [@media(min-height:30rem)]:sticky">
        <QuestionBox value={typed} onChange={setTyped} onAsk={(question) => void ask(question)} onStop={busy && id !== null ? () => asking.stop(id) : null} disabled={state.beginning} />
      </div>
      <OfferNotice />
    </div>
  );
}
