"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";

import type { Message } from "@/api/types";

import { AskedNowView, MessageView } from "./message-view";
import type { AskedNow } from "../asking";

interface ThreadProps {
  messages: readonly Message[];
  now: AskedNow | null;
  onAsk: (question: string) => void;
  meetingId: string | null;
  here: boolean;
}

/** Questions and answers in the order they were asked; what is being answered comes last. */
export function Thread({ messages, now, onAsk, meetingId, here }: ThreadProps) {
  const t = useTranslations("conversations.told");
  const list = useRef<HTMLDivElement>(null);
  const kept = now?.kept ?? null;
  // Kept a moment before it is read again.
  const all = kept && !messages.some(({ id }) => id === kept.id) ? [...messages, kept] : messages;
  const last = all.at(-1);
  // What was asked in vain is kept as such, if the server got to it.
  const isKeptInVain = now !== null && now.fault !== null && last?.status === "failed" && oneLine(last.question) === oneLine(now.question);
  const coming = now && !kept && !isKeptInVain ? now : null;
  const count = all.length + (coming ? 1 : 0);

  useEffect(() => {
    // Whoever comes back goes on where it ended; whoever asks sees the answer come.
    const newest = list.current?.lastElementChild;
    if (count > 1 && newest instanceof HTMLElement) showFromTop(newest);
  }, [count]);

  return (
    <>
      <p role="status" className="sr-only">
        {coming && coming.fault === null && coming.citations === null && t("searching")}
        {now !== null && now.fault !== null && t("ended.failed")}
        {kept && t(`ended.${kept.status}`)}
      </p>
      {/* However short the last answer is, its question can stand at the top. */}
      <div ref={list} className={`divide-y divide-rule ${count > 1 ? "[&>:last-child]:min-h-[50dvh]" : ""}`}>
        {all.map((message) => (
          <MessageView
            key={message.id}
            message={message}
            reason={isKeptInVain && message === last ? now.fault : null}
            onAgain={message === last && !coming ? () => onAsk(message.question) : null}
            meetingId={meetingId}
            here={here}
          />
        ))}
        {coming && <AskedNowView now={coming} here={here} onAgain={() => onAsk(coming.question)} />}
      </div>
    </>
  );
}

/** A question as the server keeps it. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Scrolls what an element stands in, and nothing else, until it begins at the top. */
function showFromTop(element: HTMLElement): void {
  for (let around = element.parentElement; around; around = around.parentElement) {
    if (around === document.body || getComputedStyle(around).overflowY !== "auto") continue;
    around.scrollTop += element.getBoundingClientRect().top - around.getBoundingClientRect().top;
    return;
  }
  window.scrollTo({ top: window.scrollY + element.getBoundingClientRect().top - 16 });
}
