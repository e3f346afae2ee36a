"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";

import type { Meeting, Run } from "@/api/types";
import { StatusMark } from "@/features/runs/components/status-mark";
import { hasEnded } from "@/features/runs/hooks/live-runs";
import { useRunLine } from "@/features/runs/hooks/use-run-line";
import { useFormats } from "@/language/use-formats";
import { Button, IconButton } from "@/ui/button";
import { Menu, MenuItem, MenuRule } from "@/ui/menu";
import { Progress } from "@/ui/progress";

import { DeleteDialog } from "./delete-dialog";
import { RunAgainDialog } from "./run-again-dialog";
import { useRunActions } from "../hooks/use-meetings";

/** One meeting of the list: what it is, where it stands, what can be done with it. */
export function MeetingRow({ meeting }: { meeting: Meeting }) {
  const t = useTranslations("meetings");
  const formats = useFormats();
  const { cancel, start } = useRunActions();
  const [asking, setAsking] = useState<"delete" | "again" | null>(null);
  const { run } = meeting;
  const live = run !== null && !hasEnded(run);

  const facts = [
    formats.moment(meeting.held_at),
    meeting.duration !== null && formats.duration(meeting.duration),
    meeting.speaker_count ? t("speakerCount", { count: meeting.speaker_count }) : false,
    meeting.participants.length > 0 && meeting.participants.join(", "),
  ].filter((fact) => fact !== false);

  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1.5 px-2 py-3.5 transition-colors hover:bg-hover wide:grid-cols-[minmax(0,1fr)_20rem_2.25rem] wide:px-3">
      <div className="min-w-0">
        <Link
          href={`/meetings/${meeting.id}`}
          className="block truncate text-base font-semibold text-ink after:absolute after:inset-0 hover:text-accent-strong"
        >
          {meeting.title}
        </Link>
        <p className="tabular truncate text-ink-muted">{facts.join(" · ")}</p>
      </div>
      <div className="order-last col-span-2 empty:hidden wide:order-none wide:col-span-1 wide:empty:block">
        {live && <LiveLine run={run} />}
        {!live && run?.status !== "COMPLETED" && (
          <div className="flex items-center justify-between gap-4">
            <EndedLine meeting={meeting} />
            {meeting.status === "FAILED" && (
              <Button
                size="sm"
                className="relative z-10"
                disabled={start.isPending}
                onClick={() => start.mutate({ meetingId: meeting.id, settings: { language: meeting.language, speakers: meeting.speakers, speakers_most: meeting.speakers_most } })}
              >
                {t("retry")}
              </Button>
            )}
          </div>
        )}
      </div>
      <div className="relative z-10 self-start wide:self-center">
        <Menu trigger={<IconButton icon="more" label={t("actionsFor", { title: meeting.title })} />}>
          {live && (
            <MenuItem icon="close" onSelect={() => cancel.mutate(run)}>
              {t("cancelRun")}
            </MenuItem>
          )}
          {!live && (
            <MenuItem icon="undo" onSelect={() => setAsking("again")}>
              {t("runAgain")}
            </MenuItem>
          )}
          <MenuRule />
          <MenuItem icon="trash" danger onSelect={() => setAsking("delete")}>
            {t("delete")}
          </MenuItem>
        </Menu>
      </div>
      {asking === "delete" && <DeleteDialog meeting={meeting} onClose={() => setAsking(null)} />}
      {asking === "again" && <RunAgainDialog meeting={meeting} onClose={() => setAsking(null)} />}
    </li>
  );
}

function LiveLine({ run }: { run: Run }) {
  const t = useTranslations("runs");
  const line = useRunLine(run);
  return (
    <div>
      <p className="tabular truncate text-ink-soft">{line}</p>
      <Progress share={run.status === "PENDING" ? 0 : run.progress} label={t("label")} className="mt-1.5" />
    </div>
  );
}

function EndedLine({ meeting }: { meeting: Meeting }) {
  const t = useTranslations("runs");
  if (meeting.status === "COMPLETED")
    return <p className="text-xs text-ink-muted">{t(`ended.again.${meeting.run?.status === "FAILED" ? "failed" : "cancelled"}`)}</p>;
  return (
    <div className="min-w-0 text-ink-soft">
      <StatusMark status={meeting.status} />
      {meeting.run?.error && <p className="line-clamp-2 text-xs text-ink-muted">{meeting.run.error.message}</p>}
    </div>
  );
}
