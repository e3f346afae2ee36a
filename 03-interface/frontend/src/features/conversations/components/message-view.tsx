"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import type { Message } from "@/api/types";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { Button } from "@/ui/button";
import { Notice } from "@/ui/notice";

import { CitationList } from "./citation-list";
import { CitedText } from "./cited-text";
import { ListedItems } from "./listed-items";
import { Stopped, type AskedNow } from "../asking";
import { citedBy } from "../citations";

/** A question over its answer. */
export function Asked({ question, children }: { question: string; children: ReactNode }) {
  return (
    <article className="scroll-mt-4 py-5">
      <h2 dir="auto" className="mb-3 text-lg font-semibold break-words whitespace-pre-line">
        {question}
      </h2>
      {children}
    </article>
  );
}

interface MessageViewProps {
  message: Message;
  /** Why it has no answer, where that is known. */
  reason: unknown;
  /** Asks it again; `null` where something was asked since. */
  onAgain: (() => void) | null;
  /** The one meeting that was asked about, where it was one. */
  meetingId: string | null;
  /** It is the meeting that the page shows. */
  here: boolean;
}

/** A question and what it was answered with: a text that cites, passages, rows of the register, or that nothing says it. */
export function MessageView({ message, reason, onAgain, meetingId, here }: MessageViewProps) {
  const t = useTranslations("conversations.answer");
  const { id, question, status, sentences, citations, listed, code, model } = message;
  if (status === "failed")
    return (
      <Asked question={question}>
        <AskedInVain why={reason} onAgain={onAgain} />
      </Asked>
    );
  return (
    <Asked question={question}>
      {status === "passages" && <p className="mb-2 text-xs text-ink-muted">{code === null ? t("passages") : t("modelDown")}</p>}
      {sentences.length > 0 && <CitedText of={id} sentences={sentences} citations={citations} />}
      {sentences.length === 0 && status === "no_evidence" && <p className="text-base">{t("noEvidence")}</p>}
      {sentences.length === 0 && status === "answered" && <p className="text-ink-muted">{t("withheld")}</p>}
      {status === "listed" && <ListedItems items={listed} meetingId={meetingId} />}
      {status !== "no_evidence" && <CitationList of={id} citations={status === "passages" ? citations : citedBy(sentences, citations)} here={here} brief={status === "passages"} />}
      {status === "answered" && model !== null && (
        <p className="mt-2 text-xs text-ink-muted">{t.rich("writtenBy", { model: () => <bdi>{model}</bdi> })}</p>
      )}
    </Asked>
  );
}

/** The question that is being answered: each sentence stands there once it is whole. */
export function AskedNowView({ now, here, onAgain }: { now: AskedNow; here: boolean; onAgain: () => void }) {
  const t = useTranslations("conversations.answer");
  const { question, searched, citations, sentences, fault } = now;
  return (
    <Asked question={question}>
      {searched !== null && searched !== question && (
        <p className="mb-2 text-xs break-words text-ink-muted">{t.rich("searched", { question: () => <bdi>{searched}</bdi> })}</p>
      )}
      <div aria-live="polite">{sentences.length > 0 && <CitedText of="now" sentences={sentences} citations={citations ?? []} />}</div>
      {fault !== null ? (
        <AskedInVain why={fault} onAgain={onAgain} />
      ) : (
        <p className="mt-2 text-ink-muted">{citations === null ? t("searching") : t("writing", { count: citations.length })}</p>
      )}
      <CitationList of="now" citations={citedBy(sentences, citations ?? [])} here={here} />
    </Asked>
  );
}

function AskedInVain({ why, onAgain }: { why: unknown; onAgain: (() => void) | null }) {
  const t = useTranslations("conversations.answer");
  const complaint = useComplaint();
  return (
    <Notice
      kind="loss"
      action={
        onAgain && (
          <Button size="sm" icon="again" onClick={onAgain}>
            {t("again")}
          </Button>
        )
      }
    >
      {why === null ? t("failed") : why instanceof Stopped ? t("stopped") : complaint(why)}
    </Notice>
  );
}
