"use client";

import { useTranslations } from "next-intl";

const SHOWN = 4;

interface TagLinksProps {
  tags: readonly string[];
  onChoose: (tag: string) => void;
  /** All of them, where there is room. */
  all?: boolean;
}

/** A meeting's tags; each shows the meetings that carry it. */
export function TagLinks({ tags, onChoose, all = false }: TagLinksProps) {
  const t = useTranslations("tags");
  if (tags.length === 0) return null;
  const shown = all ? tags : tags.slice(0, SHOWN);
  const more = tags.length - shown.length;
  return (
    <ul aria-label={t("title")} className="flex min-w-0 flex-wrap items-center gap-1.5">
      {shown.map((tag) => (
        <li key={tag} className="relative z-10 max-w-full">
          <button
            type="button"
            title={t("showAll", { name: tag })}
            onClick={() => onChoose(tag)}
            className="flex h-6 max-w-48 items-center rounded-full border border-rule bg-sunken px-2.5 text-xs text-ink-soft transition-colors hover:border-edge hover:text-ink"
          >
            <bdi className="truncate">{tag}</bdi>
          </button>
        </li>
      ))}
      {more > 0 && <li className="tabular text-xs text-ink-muted">{t("more", { count: more })}</li>}
    </ul>
  );
}
