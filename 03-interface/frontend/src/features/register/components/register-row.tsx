"use client";

import { useTranslations } from "next-intl";

import type { RegisterItem } from "@/api/types";
import { noon, today } from "@/features/minutes/days";
import { useFormats } from "@/language/use-formats";
import { CheckBox } from "@/ui/check-box";
import { Icon } from "@/ui/icons";
import { PageLink } from "@/ui/page-link";

import { useOpenThere, useSetStatus } from "../hooks/use-register";

/** A decision or an action: what, who, until when, and in which meeting it was said. */
export function RegisterRow({ item }: { item: RegisterItem }) {
  const t = useTranslations("register");
  const formats = useFormats();
  const setStatus = useSetStatus();
  const { meeting, status, due, owner } = item;
  const isAction = item.kind === "action";
  const isDone = status === "done";
  const day = due?.day ?? null;
  const isLate = day !== null && !isDone && day < today();
  const [open, opening] = useOpenThere(item);

  return (
    <li data-item={item.id} className="grid grid-cols-[2.25rem_minmax(0,1fr)] items-start gap-x-2 gap-y-1 py-3 wide:grid-cols-[2.25rem_minmax(0,1fr)_9rem_9.5rem_14rem] wide:gap-x-4">
      {isAction ? (
        <CheckBox label={t("done", { text: item.text })} checked={isDone} onPress={() => setStatus(item, meeting.id, isDone ? "open" : "done")} className="-mt-2" />
      ) : (
        <span title={t("kinds.decision")} className="inline-flex size-9 -mt-2 items-center justify-center text-ink-muted">
          <Icon name="flag" size={17} />
          <span className="sr-only">{t("kinds.decision")}</span>
        </span>
      )}
      <p dir="auto" className={`min-w-0 text-base break-words ${isDone ? "text-ink-muted line-through decoration-1" : ""}`}>
        {item.text}
      </p>
      {/* On a phone the two stand in one line. */}
      <div className="flex min-w-0 flex-wrap gap-x-3 empty:hidden max-wide:col-start-2 wide:contents">
        <p className={`min-w-0 truncate ${owner ? "font-semibold" : "max-wide:hidden"}`} title={owner?.name ?? undefined}>
          {owner && <bdi>{owner.name ?? t("somebody")}</bdi>}
        </p>
        <p className={`tabular min-w-0 ${due ? "" : "max-wide:hidden"} ${isLate ? "font-semibold text-loss" : "text-ink-soft"}`}>
          {day !== null ? formats.day(noon(day)) : (due?.said ?? "")}
          {isLate && <span className="text-xs max-wide:ml-1.5 wide:block">{t("late")}</span>}
        </p>
      </div>
      <p className="flex min-w-0 items-center gap-2 text-ink-muted wide:-mt-0.5 max-wide:col-start-2">
        <PageLink href={`/meetings/${meeting.id}/minutes`} className="min-w-0 truncate rounded-sm hover:text-accent-strong hover:underline" title={meeting.title}>
          <bdi>{meeting.title}</bdi>
        </PageLink>
        {item.utterance_ids.length > 0 && (
          <button
            type="button"
            aria-label={t("hear", { title: meeting.title })}
            title={t("hear", { title: meeting.title })}
            disabled={opening}
            onClick={() => void open()}
            className="inline-flex h-7 shrink-0 items-center rounded-full border border-rule px-2.5 text-xs transition-colors hover:border-accent hover:text-accent-strong disabled:opacity-55 print:hidden"
          >
            <Icon name="play" size={12} />
          </button>
        )}
      </p>
    </li>
  );
}
