"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { memo } from "react";

import type { Meeting } from "@/api/types";
import { useFormats } from "@/language/use-formats";
import { Button, IconButton } from "@/ui/button";
import { CheckBox } from "@/ui/check-box";

import { daysLeft } from "../days-left";

interface TrashRowProps {
  meeting: Meeting;
  days: number;
  chosen: boolean;
  onChoose: (id: string, stretch: boolean) => void;
  onRestore: (meetings: readonly Meeting[]) => void;
  onDelete: (meeting: Meeting) => void;
}

/** A meeting that lies in the trash: since when, for how long still, and the ways out. */
export const TrashRow = memo(function TrashRow({ meeting, days, chosen, onChoose, onRestore, onDelete }: TrashRowProps) {
  const t = useTranslations("trash");
  const formats = useFormats();
  const since = meeting.trashed_at ?? meeting.updated_at;
  return (
    <div
      role="listitem"
      data-meeting={meeting.id}
      className={`relative grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-1 gap-y-1.5 py-3 pr-2 transition-colors hover:bg-hover wide:grid-cols-[auto_minmax(0,1fr)_14rem_auto] wide:gap-x-4 wide:pr-3 wide:pl-1 ${chosen ? "bg-accent-soft" : ""}`}
    >
      <CheckBox label={t("choose", { title: meeting.title })} checked={chosen} onPress={(event) => onChoose(meeting.id, event.shiftKey)} className="relative z-10 wide:-mr-3" />
      <div className="min-w-0">
        <Link href={`/meetings/${meeting.id}`} prefetch={false} className="block truncate text-base font-semibold text-ink after:absolute after:inset-0 hover:text-accent-strong">
          <bdi>{meeting.title}</bdi>
        </Link>
        <p className="tabular truncate text-ink-muted">
          {t("since", { moment: formats.moment(since) })} · {formats.size(meeting.recording.bytes)}
        </p>
      </div>
      <p className="tabular col-start-2 text-xs text-ink-soft wide:col-start-3">{t("left", { days: daysLeft(since, days) })}</p>
      <div className="relative z-10 col-start-3 row-start-1 flex items-center gap-1 wide:col-start-4">
        <Button size="sm" icon="undo" onClick={() => onRestore([meeting])} aria-label={t("restoreOne", { title: meeting.title })} className="max-wide:px-2">
          <span className="hidden wide:inline">{t("restore")}</span>
        </Button>
        <IconButton icon="trash" label={t("deleteOne", { title: meeting.title })} onClick={() => onDelete(meeting)} className="hover:text-loss!" />
      </div>
    </div>
  );
});
