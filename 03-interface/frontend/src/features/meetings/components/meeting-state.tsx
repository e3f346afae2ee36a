"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import type { Meeting, Run } from "@/api/types";
import { StatusMark } from "@/features/runs/components/status-mark";
import { hasEnded } from "@/features/runs/hooks/live-runs";
import { useRunLine } from "@/features/runs/hooks/use-run-line";
import { Button } from "@/ui/button";
import { Progress } from "@/ui/progress";

interface MeetingStateProps {
  meeting: Meeting;
  onRetry: (meeting: Meeting) => Promise<unknown>;
}

/** Where a meeting of the list stands: its work while it goes on, how it ended where that needs a word; else nothing. */
export function MeetingState({ meeting, onRetry }: MeetingStateProps) {
  const t = useTranslations("meetings");
  const [asked, setAsked] = useState(false);
  const { run } = meeting;
  if (run !== null && !hasEnded(run)) return <LiveLine run={run} />;
  // What was imported is there without a run.
  if (run === null ? meeting.status === "COMPLETED" : run.status === "COMPLETED") return null;
  const retry = async () => {
    setAsked(true);
    await onRetry(meeting).catch(() => undefined);
    setAsked(false);
  };
  return (
    <div className="flex items-center justify-between gap-4">
      <EndedLine meeting={meeting} />
      {meeting.status === "FAILED" && (
        <Button size="sm" className="relative z-10" disabled={asked} onClick={() => void retry()}>
          {t("retry")}
        </Button>
      )}
    </div>
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
