"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { memo } from "react";

import { TagLinks } from "@/features/tags/components/tag-links";
import { CheckBox } from "@/ui/check-box";

import { MeetingMenu } from "./meeting-menu";
import type { ListedProps } from "./meeting-row";
import { MeetingState } from "./meeting-state";
import { useFacts } from "../hooks/use-facts";

/** One meeting as a card. The same as a row, where titles have room for two lines. */
export const MeetingCard = memo(function MeetingCard({ meeting, chosen, onChoose, actions }: ListedProps) {
  const t = useTranslations("meetings");
  const facts = useFacts(meeting);
  return (
    <div
      role="listitem"
      data-meeting={meeting.id}
      className={`relative flex min-h-40 flex-col rounded-lg border p-3 transition-colors hover:border-edge ${chosen ? "border-accent bg-accent-soft" : "border-rule bg-surface"}`}
    >
      <div className="flex items-start justify-between">
        <CheckBox
          label={t("choose", { title: meeting.title })}
          checked={chosen}
          onPress={(event) => onChoose(meeting.id, event.shiftKey)}
          className="relative z-10 -mt-1 -ml-1.5"
        />
        <div className="relative z-10 -mt-1 -mr-1">
          <MeetingMenu meeting={meeting} actions={actions} />
        </div>
      </div>
      <Link
        href={`/meetings/${meeting.id}`}
        prefetch={false}
        className="line-clamp-2 px-1 text-base font-semibold break-words text-ink after:absolute after:inset-0 hover:text-accent-strong"
      >
        <bdi>{meeting.title}</bdi>
      </Link>
      <p className="tabular mt-1 line-clamp-2 px-1 text-ink-muted">{facts}</p>
      <div className="mt-auto flex flex-col gap-2 px-1 pt-3 empty:hidden">
        <MeetingState meeting={meeting} onRetry={actions.retry} />
        <TagLinks tags={meeting.tags} onChoose={actions.showTag} />
      </div>
    </div>
  );
});
