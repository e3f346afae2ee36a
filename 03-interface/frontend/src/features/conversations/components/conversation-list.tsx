"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";

import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useFormats } from "@/language/use-formats";
import { Button, buttonClass } from "@/ui/button";
import { Icon } from "@/ui/icons";
import { PageLink } from "@/ui/page-link";

import { useConversations } from "../hooks/use-conversations";

/** The conversations that somebody had, the last asked first, and the way to a new one. */
export function ConversationList() {
  const t = useTranslations("conversations");
  const complaint = useComplaint();
  const formats = useFormats();
  const pathname = usePathname();
  const list = useConversations(null);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <nav aria-label={t("list")} className="print:hidden">
      <PageLink href="/chat" className={`${buttonClass({ size: "sm" })} w-full`}>
        <Icon name="plus" size={16} className="-ml-0.5" />
        {t("new")}
      </PageLink>
      {list.error && (
        <p role="alert" className="mt-3 text-xs text-loss">
          {complaint(list.error)}
        </p>
      )}
      {list.data && items.length === 0 && <p className="mt-3 text-xs text-ink-muted">{t("none")}</p>}
      <ul className="mt-3 flex flex-col gap-0.5">
        {items.map(({ id, title, updated_at: updatedAt, meetings }) => (
          <li key={id}>
            <PageLink
              href={`/chat/${id}`}
              aria-current={pathname === `/chat/${id}` ? "page" : undefined}
              className="block rounded-md px-2.5 py-1.5 transition-colors hover:bg-hover aria-[current]:bg-accent-soft"
            >
              <bdi className="block truncate font-semibold" title={title}>
                {title || t("untitled")}
              </bdi>
              <span className="block truncate text-xs text-ink-soft">
                <span className="tabular">{formats.day(updatedAt)}</span> · {meetings === null ? t("scope.all") : meetings.length === 1 ? <bdi>{meetings[0]?.title}</bdi> : t("scope.count", { count: meetings.length })}
              </span>
            </PageLink>
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button size="sm" look="quiet" className="mt-2 w-full" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("more")}
        </Button>
      )}
    </nav>
  );
}
