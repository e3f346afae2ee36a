"use client";

import { useTranslations } from "next-intl";

import { Icon } from "@/ui/icons";

interface TagChipProps {
  name: string;
  /** How many of the meetings in question carry it, where not all do. */
  note?: string;
  onRemove?: () => void;
}

/** A tag, and a way to take it off. */
export function TagChip({ name, note, onRemove }: TagChipProps) {
  const t = useTranslations("tags");
  return (
    <span className="inline-flex h-7 max-w-full items-center gap-1 rounded-full border border-rule bg-sunken pr-1 pl-2.5 text-xs text-ink-soft">
      <span className="min-w-0 truncate" title={name}>
        <bdi>{name}</bdi>
      </span>
      {note && <span className="tabular shrink-0 text-ink-muted">{note}</span>}
      {onRemove && (
        <button
          type="button"
          aria-label={t("takeOff", { name })}
          title={t("takeOff", { name })}
          onClick={onRemove}
          className="inline-flex size-6 shrink-0 items-center justify-center rounded-full text-ink-muted hover:bg-hover hover:text-ink"
        >
          <Icon name="close" size={13} />
        </button>
      )}
    </span>
  );
}
