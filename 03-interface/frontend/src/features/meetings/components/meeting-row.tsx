"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { memo } from "react";

import type { Meeting } from "@/api/types";
import { TagLinks } from "@/features/tags/components/tag-links";
import { CheckBox } from "@/ui/check-box";

import { MeetingMenu } from "./meeting-menu";
import { MeetingState } from "./meeting-state";
import { useFacts } from "../hooks/use-facts";
import type { ListActions } from "../hooks/use-list-actions";

export interface ListedProps {
  meeting: Meeting;
  chosen: boolean;
  onChoose: (id: string, stretch: boolean) => void;
  actions: ListActions;
}

/** One meeting of the list: what it is, where it stands, what can be done with it. Drawn anew only when it changes. */
export const MeetingRow = memo(function MeetingRow({ meeting, chosen, onChoose, actions }: ListedProps) {
  const t = useTranslations("meetings");
  const facts = useFacts(meeting);
  return (
    <div
      role="listitem"
      data-meeting={meeting.id}
      className={`relative grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-1 gap-y-1.5 py-3.5 pr-2 transition-colors hover:bg-hover wide:grid-cols-[auto_minmax(0,1fr)_20rem_2.25rem] wide:gap-x-4 wide:pr-3 wide:pl-1 ${chosen ? "bg-accent-soft" : ""}`}
    >
      <CheckBox
        label={t("choose", { title: meeting.title })}
        checked={chosen}
        onPress={(event) => onChoose(meeting.id, event.shiftKey)}
        className="relative z-10 -my-1 self-start wide:-mr-3 wide:self-center"
      />
      <div className="min-w-0">
        <Link
          href={`/meetings/${meeting.id}`}
          prefetch={false}
          className="block truncate text-base font-semibold text-ink after:absolute after:inset-0 hover:text-accent-strong"
        >
          <bdi>{meeting.title}</bdi>
        </Link>
        <p className="tabular truncate text-ink-muted">{facts}</p>
        <div className="mt-1.5 empty:hidden">
          <TagLinks tags={meeting.tags} onChoose={actions.showTag} />
        </div>
      </div>
      <div className="order-last col-span-2 col-start-2 empty:hidden wide:order-none wide:col-span-1 wide:col-start-3 wide:empty:block">
        <MeetingState meeting={meeting} onRetry={actions.retry} />
      </div>
      <div className="relative z-10 self-start wide:self-center">
        <MeetingMenu meeting={meeting} actions={actions} />
      </div>
    </div>
  );
});
