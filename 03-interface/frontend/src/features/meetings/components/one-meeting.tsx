"use client";

import { useTranslations } from "next-intl";

import { Icon } from "@/ui/icons";

import { useMeeting } from "../hooks/use-meeting";

/** The one meeting that is looked at, and a way back to all. */
export function OneMeeting({ id, onRemove }: { id: string; onRemove: () => void }) {
  const t = useTranslations("lists");
  const title = useMeeting(id).data?.title ?? "…";
  return (
    <span className="col-span-2 inline-flex h-8 max-w-full items-center gap-1 justify-self-start rounded-full border border-rule bg-sunken pr-1 pl-3 text-xs text-ink-soft">
      <span className="min-w-0 truncate" title={title}>
        {t.rich("inMeeting", { title: () => <bdi>{title}</bdi> })}
      </span>
      <button type="button" aria-label={t("allMeetings")} title={t("allMeetings")} onClick={onRemove} className="inline-flex size-6 shrink-0 items-center justify-center rounded-full text-ink-muted hover:bg-hover hover:text-ink">
        <Icon name="close" size={13} />
      </button>
    </span>
  );
}
