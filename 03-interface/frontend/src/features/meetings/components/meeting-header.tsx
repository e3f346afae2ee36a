"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";

import type { Meeting } from "@/api/types";
import { StatusMark } from "@/features/runs/components/status-mark";
import { hasEnded } from "@/features/runs/hooks/live-runs";
import { TagLinks } from "@/features/tags/components/tag-links";
import { ExportMenu } from "@/features/transcripts/components/export-menu";
import { usePutAway } from "@/features/trash/hooks/use-put-away";
import { useFormats } from "@/language/use-formats";
import { buttonClass, IconButton } from "@/ui/button";
import { Icon } from "@/ui/icons";
import { Menu, MenuItem, MenuRule } from "@/ui/menu";
import { onDemand } from "@/ui/on-demand";
import { PageLink } from "@/ui/page-link";

import { writeFilter } from "../filter";
import { comeBack, listAddress } from "../hooks/use-place";

const KeysDialog = onDemand(async () => (await import("@/features/palette/components/keys-dialog")).KeysDialog);
const TagsDialog = onDemand(async () => (await import("@/features/tags/components/tags-dialog")).TagsDialog);
const DetailsDialog = onDemand(async () => (await import("./details-dialog")).DetailsDialog);

interface MeetingHeaderProps {
  meeting: Meeting;
  revision: number | null;
  onRunAgain: () => void;
  onPutAway: () => void;
}

/** What this meeting is, and what can be done with the whole of it. */
export function MeetingHeader({ meeting, revision, onRunAgain, onPutAway }: MeetingHeaderProps) {
  const t = useTranslations("meetings");
  const keys = useTranslations("keys");
  const formats = useFormats();
  const [asking, setAsking] = useState<"details" | "tags" | "keys" | null>(null);
  const router = useRouter();
  const putAway = usePutAway(onPutAway);
  const facts = [
    formats.moment(meeting.held_at),
    meeting.duration !== null && formats.duration(meeting.duration),
    meeting.language != null && formats.language(meeting.language),
  ].filter((fact) => fact !== false);

  return (
    <header className="mb-4 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-80">
        <PageLink href={listAddress()} scroll={false} onClick={comeBack} className="mb-1 inline-flex items-center gap-1 text-xs text-ink-muted hover:text-accent print:hidden">
          <Icon name="chevron" size={14} className="rotate-90" />
          {t("title")}
        </PageLink>
        <h1 className="text-xl font-semibold tracking-tight break-words wide:text-2xl">
          <bdi>{meeting.title}</bdi>
        </h1>
        <p className="tabular mt-1 flex flex-wrap items-center gap-x-2 text-ink-muted">
          <span>{facts.join(" · ")}</span>
          {meeting.status !== "COMPLETED" && (
            <>
              <span>·</span>
              <StatusMark status={meeting.status} />
            </>
          )}
        </p>
        <div className="mt-2 empty:hidden">
          <TagLinks
            all
            tags={meeting.tags}
            onChoose={(tag) => router.push(`/meetings${writeFilter({ q: "", status: null, tag, sort: "-created_at" })}`)}
          />
        </div>
      </div>
      <div className="flex items-center gap-1 print:hidden">
        {meeting.revision !== null && (
          <>
            <PageLink href={`/meetings/${meeting.id}/minutes`} className={buttonClass()}>
              {t("minutes")}
            </PageLink>
            <ExportMenu meetingId={meeting.id} title={meeting.title} revision={revision} />
          </>
        )}
        <Menu trigger={<IconButton icon="more" label={t("actionsFor", { title: meeting.title })} className="size-10!" />}>
          <MenuItem icon="pencil" onSelect={() => setAsking("details")}>
            {t("editDetails")}
          </MenuItem>
          <MenuItem icon="tag" onSelect={() => setAsking("tags")}>
            {t("tags")}
          </MenuItem>
          {!meeting.imported && (!meeting.run || hasEnded(meeting.run)) && (
            <MenuItem icon="again" onSelect={onRunAgain}>
              {t("runAgain")}
            </MenuItem>
          )}
          <MenuItem icon="panel" onSelect={() => setAsking("keys")}>
            {keys("title")}
          </MenuItem>
          <MenuRule />
          <MenuItem icon="trash" onSelect={() => putAway.mutate([meeting])}>
            {t("putAway")}
          </MenuItem>
        </Menu>
      </div>
      {asking === "details" && <DetailsDialog meeting={meeting} onClose={() => setAsking(null)} />}
      {asking === "keys" && <KeysDialog onClose={() => setAsking(null)} />}
      {asking === "tags" && <TagsDialog meetings={[meeting]} onClose={() => setAsking(null)} />}
    </header>
  );
}
