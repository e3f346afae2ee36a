"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";

import { useMeeting } from "@/features/meetings/hooks/use-meeting";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Notice } from "@/ui/notice";

import { Examples } from "./examples";
import { OfferNotice } from "./offer-notice";
import { QuestionBox } from "./question-box";
import { ScopeField, type ChosenMeeting } from "./scope-field";
import { useAsking } from "../hooks/asking";
import { useBegin } from "../hooks/use-conversations";

const ID = /^[0-9a-f]{32}$/;

/** Where a conversation begins: which meetings, and the first question. An address may name one meeting. */
export function NewConversation() {
  const t = useTranslations("conversations");
  const meetingId = useSearchParams().get("meeting") ?? "";
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">{t("title")}</h1>
      <p className="mt-2 mb-5 max-w-2xl text-ink-muted">{t("lead")}</p>
      {ID.test(meetingId) ? <AboutOne key={meetingId} meetingId={meetingId} /> : <Beginning />}
    </>
  );
}

function AboutOne({ meetingId }: { meetingId: string }) {
  const { data, isPending } = useMeeting(meetingId);
  if (isPending) return <div aria-busy className="h-9 w-2/3 animate-pulse rounded-md bg-sunken" />;
  return <Beginning about={data ? [{ id: data.id, title: data.title }] : null} />;
}

function Beginning({ about = null }: { about?: readonly ChosenMeeting[] | null }) {
  const t = useTranslations("conversations");
  const complaint = useComplaint();
  const router = useRouter();
  const asking = useAsking();
  const begin = useBegin();
  const [chosen, setChosen] = useState(about);
  const [typed, setTyped] = useState("");
  const [state, setState] = useState<{ beginning: boolean; fault: unknown }>({ beginning: false, fault: null });

  const ask = async (question: string) => {
    setState({ beginning: true, fault: null });
    try {
      const { id } = await begin(chosen && chosen.map((meeting) => meeting.id));
      void asking.ask(id, question);
      router.push(`/chat/${id}`);
    } catch (fault) {
      // What was typed stays in the box.
      setState({ beginning: false, fault });
    }
  };

  return (
    <div className="flex flex-col gap-4">
      <ScopeField chosen={chosen} onChange={setChosen} />
      {state.fault !== null && (
        <Notice kind="loss" announce>
          {complaint(state.fault)}
        </Notice>
      )}
      <QuestionBox
        value={typed}
        onChange={setTyped}
        onAsk={(question) => void ask(question)}
        onStop={null}
        disabled={state.beginning || chosen?.length === 0}
        first
      />
      {chosen?.length === 0 && <p className="text-xs text-ink-muted">{t("scope.choose")}</p>}
      <OfferNotice />
      <Examples one={chosen?.length === 1} onTake={setTyped} />
    </div>
  );
}
