"use client";

import { useTranslations } from "next-intl";

import type { RegisterItem } from "@/api/types";
import { noon, today } from "@/features/minutes/days";
import { useFormats } from "@/language/use-formats";
import { CheckBox } from "@/ui/check-box";
import { Icon } from "@/ui/icons";
import { PageLink } from "@/ui/page-link";

import { useOpenThere, useSetStatus } from "../hooks/use-register";

interface RegisterRowProps {
  item: RegisterItem;
  /** Smaller, and only to be read: it stands in an answer. */
  brief?: boolean;
  /** Its meeting is known: it is not named. */
  here?: boolean;
}

/** A decision, an action or an open question: what, who, until when, and in which meeting it was said; side by side where the list (`@container`) is wide. */
export function RegisterRow({ item, brief = false, here = false }: RegisterRowProps) {
  const t = useTranslations("register");
  const formats = useFormats();
  const { meeting, status, due, owner } = item;
  const isDone = status === "done";
  const day = due?.day ?? null;
  const isLate = day !== null && !isDone && day < today();
  const [open, opening] = useOpenThere(item);
  const small = brief ? "text-xs" : "";

  return (
    <li
      data-item={item.id}
      className={`grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-2 gap-y-1 @2xl:grid-cols-[auto_minmax(0,1fr)_7.5rem_8rem_10rem] @2xl:gap-x-3 @4xl:grid-cols-[auto_minmax(0,1fr)_8.5rem_9rem_13rem] @4xl:gap-x-4 ${brief ? "py-2" : "py-3"}`}
    >
      {brief ? <Kind item={item} /> : <Mark item={item} />}
      <p dir="auto" className={`min-w-0 break-words ${brief ? "" : "text-base"} ${isDone ? "text-ink-muted line-through decoration-1" : ""}`}>
        {item.text}
      </p>
      {/* Where there is little room the two stand in one line. */}
      <div className={`flex min-w-0 flex-wrap gap-x-3 empty:hidden @max-2xl:col-start-2 @2xl:contents ${small}`}>
        <p className={`min-w-0 break-words ${small} ${owner ? "font-semibold" : "@max-2xl:hidden"}`}>
          {owner && <bdi>{owner.name ?? t("somebody")}</bdi>}
        </p>
        <p className={`tabular min-w-0 ${small} ${due ? "" : "@max-2xl:hidden"} ${isLate ? "font-semibold text-loss" : "text-ink-soft"}`}>
          {day !== null ? formats.day(noon(day)) : (due?.said ?? "")}
          {isLate && <span className="text-xs @max-2xl:ml-1.5 @2xl:block">{t("late")}</span>}
        </p>
      </div>
      <p className={`flex min-w-0 items-center gap-2 text-ink-muted @max-2xl:col-start-2 ${brief ? "text-xs" : "@2xl:-mt-0.5"}`}>
        {!here && (
          <PageLink href={`/meetings/${meeting.id}/minutes`} className="min-w-0 truncate rounded-sm hover:text-accent-strong hover:underline" title={meeting.title}>
            <bdi>{meeting.title}</bdi>
          </PageLink>
        )}
        {item.utterance_ids.length > 0 && (
          <button
            type="button"
            aria-label={t("hear", { title: meeting.title })}
            title={t("hear", { title: meeting.title })}
            disabled={opening}
            onClick={() => void open()}
            className={`inline-flex shrink-0 items-center rounded-full border border-rule text-xs transition-colors hover:border-accent hover:text-accent-strong disabled:opacity-55 print:hidden ${brief ? "h-6 px-2" : "h-7 px-2.5"}`}
          >
            <Icon name="play" size={12} />
          </button>
        )}
      </p>
    </li>
  );
}

/** An action is ticked off, the others only shown as what they are. */
function Mark({ item }: { item: RegisterItem }) {
  const t = useTranslations("register");
  const setStatus = useSetStatus();
  const isDone = item.status === "done";
  if (item.kind === "action")
    return <CheckBox label={t("done", { text: item.text })} checked={isDone} onPress={() => setStatus(item, item.meeting.id, isDone ? "open" : "done")} className="-mt-2" />;
  return (
    <span className="-mt-2 inline-flex size-9 items-center justify-center">
      <Kind item={item} />
    </span>
  );
}

function Kind({ item }: { item: RegisterItem }) {
  const t = useTranslations("register");
  const isDone = item.status === "done";
  const isQuestion = item.kind === "question";
  const isDecision = item.kind === "decision";
  const kind = isQuestion || isDecision ? t(`kinds.${isQuestion ? "question" : "decision"}`) : t(`statuses.${isDone ? "done" : "open"}`);
  return (
    <span title={kind} className="inline-flex h-6 w-6 items-center justify-center text-ink-muted">
      {isQuestion ? (
        <span aria-hidden className="text-base font-semibold">
          {"?"}
        </span>
      ) : (
        <Icon name={isDecision ? "flag" : isDone ? "check" : "list"} size={17} />
      )}
      <span className="sr-only">{kind}</span>
    </span>
  );
}
