"use client";

import { useTranslations } from "next-intl";

import type { Conversation } from "@/api/types";
import { PageLink } from "@/ui/page-link";

/** So many meetings are named at once. */
const NAMED = 3;

/** What a conversation is about: all meetings, or which. */
export function ScopeLine({ meetings }: Pick<Conversation, "meetings">) {
  const t = useTranslations("conversations.scope");
  if (meetings === null) return <p className="text-xs text-ink-muted">{t("all")}</p>;
  if (meetings.length === 0) return <p className="text-xs text-ink-muted">{t("none")}</p>;
  const links = meetings.map(({ id, title }) => (
    <li key={id} className="min-w-0">
      <PageLink href={`/meetings/${id}`} className="block max-w-64 truncate rounded-sm hover:text-accent-strong hover:underline" title={title}>
        <bdi>{title}</bdi>
      </PageLink>
    </li>
  ));
  const LIST = "flex flex-wrap gap-x-3 gap-y-1";
  return (
    <div className="text-xs text-ink-muted">
      {meetings.length <= NAMED ? (
        <ul aria-label={t("label")} className={LIST}>
          {links}
        </ul>
      ) : (
        <details>
          <summary className="rounded-sm">{t("count", { count: meetings.length })}</summary>
          <ul aria-label={t("label")} className={`mt-1 ${LIST}`}>
            {links}
          </ul>
        </details>
      )}
    </div>
  );
}
