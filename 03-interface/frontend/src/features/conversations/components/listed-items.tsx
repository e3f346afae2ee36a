"use client";

import { useTranslations } from "next-intl";

import type { RegisterItem } from "@/api/types";
import { noon, today } from "@/features/minutes/days";
import { useOpenThere } from "@/features/register/hooks/use-register";
import { useFormats } from "@/language/use-formats";
import { Icon } from "@/ui/icons";
import { PageLink } from "@/ui/page-link";

interface ListedItemsProps {
  items: readonly RegisterItem[];
  /** The one meeting that was asked about, where it was one. */
  meetingId: string | null;
}

/** Decisions and actions that a question counts or lists, as the register has them. */
export function ListedItems({ items, meetingId }: ListedItemsProps) {
  const t = useTranslations("conversations.listed");
  const kinds = new Set(items.map(({ kind }) => kind));
  const query = new URLSearchParams({ ...(kinds.size === 1 ? { kind: items[0]?.kind ?? "" } : {}), ...(meetingId ? { meeting: meetingId } : {}) }).toString();
  return (
    <div className="@container mt-4">
      {items.length > 0 && (
        <ul className="divide-y divide-rule border-y border-rule">
          {items.map((item) => (
            <Item key={item.id} item={item} here={meetingId !== null} />
          ))}
        </ul>
      )}
      <p className="mt-2 text-xs font-semibold print:hidden">
        <PageLink href={`/register${query ? `?${query}` : ""}`} className="rounded-sm text-accent-strong hover:underline">
          {t("register")}
        </PageLink>
      </p>
    </div>
  );
}

function Item({ item, here }: { item: RegisterItem; here: boolean }) {
  const t = useTranslations("register");
  const formats = useFormats();
  const [open, opening] = useOpenThere(item);
  const { meeting, owner, due, status, text } = item;
  const isDone = status === "done";
  const kind = item.kind === "decision" ? t("kinds.decision") : t(`statuses.${isDone ? "done" : "open"}`);
  const day = due?.day ?? null;
  const isLate = day !== null && !isDone && day < today();
  return (
    <li data-item={item.id} className="grid grid-cols-[1.5rem_minmax(0,1fr)] items-start gap-x-2 gap-y-0.5 py-2 @2xl:grid-cols-[1.5rem_minmax(0,1fr)_8rem_8rem_11rem] @2xl:gap-x-3">
      <span title={kind} className="inline-flex h-6 items-center text-ink-muted">
        <Icon name={item.kind === "decision" ? "flag" : isDone ? "check" : "list"} size={16} />
        <span className="sr-only">{kind}</span>
      </span>
      <p dir="auto" className={`min-w-0 break-words ${isDone ? "text-ink-muted line-through decoration-1" : ""}`}>
        {text}
      </p>
      <div className="flex min-w-0 flex-wrap gap-x-3 text-xs empty:hidden max-@2xl:col-start-2 @2xl:contents">
        <p className={`min-w-0 truncate ${owner ? "font-semibold" : "max-@2xl:hidden"}`} title={owner?.name ?? undefined}>
          {owner && <bdi>{owner.name ?? t("somebody")}</bdi>}
        </p>
        <p className={`tabular min-w-0 ${due ? "" : "max-@2xl:hidden"} ${isLate ? "font-semibold text-loss" : "text-ink-soft"}`}>
          {day !== null ? formats.day(noon(day)) : (due?.said ?? "")}
          {isLate && <span> {t("late")}</span>}
        </p>
      </div>
      <p className="flex min-w-0 items-center gap-2 text-xs text-ink-muted max-@2xl:col-start-2">
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
            className="inline-flex h-6 shrink-0 items-center rounded-full border border-rule px-2 transition-colors hover:border-accent hover:text-accent-strong disabled:opacity-55 print:hidden"
          >
            <Icon name="play" size={11} />
          </button>
        )}
      </p>
    </li>
  );
}
