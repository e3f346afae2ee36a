"use client";

import { useTranslations } from "next-intl";

import type { RegisterItem } from "@/api/types";
import { RegisterRow } from "@/features/register/components/register-row";
import { PageLink } from "@/ui/page-link";

interface ListedItemsProps {
  items: readonly RegisterItem[];
  /** The one meeting that was asked about, where it was one. */
  meetingId: string | null;
}

/** Decisions, actions and open questions that a question counts or lists, as the register has them. */
export function ListedItems({ items, meetingId }: ListedItemsProps) {
  const t = useTranslations("conversations.listed");
  const kinds = new Set(items.map(({ kind }) => kind));
  const query = new URLSearchParams({ ...(kinds.size === 1 ? { kind: items[0]?.kind ?? "" } : {}), ...(meetingId ? { meeting: meetingId } : {}) }).toString();
  return (
    <div className="@container mt-4">
      {items.length > 0 && (
        <ul className="divide-y divide-rule border-y border-rule">
          {items.map((item) => (
            <RegisterRow key={item.id} item={item} here={meetingId !== null} brief />
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
