"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import type { Transcript } from "@/api/types";
import { keepFocus } from "@/ui/keep-focus";

import { useThreads } from "../hooks/use-threads";
import type { Thread } from "../placing";
import { CommentThread } from "./comment-thread";

const FILTERS = ["open", "check", "settled"] as const;
type Filter = (typeof FILTERS)[number];

const WANTED: Record<Filter, (thread: Thread) => boolean> = {
  open: ({ comment }) => comment.resolved_at === null,
  check: ({ comment }) => comment.resolved_at === null && comment.kind === "check",
  settled: ({ comment }) => comment.resolved_at !== null,
};

interface CommentsPanelProps {
  transcript: Transcript;
  editable: boolean;
  onGo: () => void;
}

/** Everything that was said of the words, in the order of the text. */
export function CommentsPanel(props: CommentsPanelProps) {
  return (
    <div ref={keepFocus}>
      <Content {...props} />
    </div>
  );
}

function Content({ transcript, editable, onGo }: CommentsPanelProps) {
  const t = useTranslations("comments");
  const { threads, isKnown } = useThreads(transcript);
  const [filter, setFilter] = useState<Filter>("open");
  if (!isKnown) return <div aria-busy className="h-24" />;
  if (threads.length === 0) return <p className="text-ink-muted">{t("none")}</p>;
  const shown = threads.filter(WANTED[filter]);
  return (
    <>
      <div role="group" aria-label={t("filter")} className="mb-3 flex flex-wrap gap-1">
        {FILTERS.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={filter === one}
            onClick={() => setFilter(one)}
            className="tabular h-8 rounded-full border border-rule px-2.5 text-xs text-ink-soft hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-ink"
          >
            {t(`filters.${one}`, { count: threads.filter(WANTED[one]).length })}
          </button>
        ))}
      </div>
      {shown.length === 0 ? (
        <p className="text-ink-muted">{t("noneOfThese")}</p>
      ) : (
        <ol className="flex flex-col divide-y divide-rule">
          {shown.map((thread) => (
            <CommentThread key={thread.comment.id} thread={thread} transcript={transcript} editable={editable} onGo={onGo} />
          ))}
        </ol>
      )}
      <p className="mt-4 text-xs text-ink-muted">{t("leftOut")}</p>
    </>
  );
}
