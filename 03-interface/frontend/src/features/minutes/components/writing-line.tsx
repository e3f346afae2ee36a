"use client";

import { useTranslations } from "next-intl";

import type { Run } from "@/api/types";
import { hasEnded, useTimeLeft } from "@/features/runs/hooks/live-runs";
import { useDismissed } from "@/features/runs/hooks/use-dismissed";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { useFormats } from "@/language/use-formats";
import { Button, IconButton } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { Progress } from "@/ui/progress";

import { useWriting } from "../hooks/use-writing";

const STAGES = ["reading", "checking", "closing"] as const;

interface WritingLineProps {
  meetingId: string;
  run: Run;
  /** Writes the extract in the model's place; `null` where there are minutes already. */
  onExtract: (() => void) | null;
}

/** A model that writes the minutes, as it goes; or why it did not. */
export function WritingLine({ meetingId, run, onExtract }: WritingLineProps) {
  return hasEnded(run) ? <Ended key={run.id} run={run} onExtract={onExtract} /> : <UnderWay meetingId={meetingId} run={run} over={onExtract === null} />;
}

function UnderWay({ meetingId, run, over }: { meetingId: string; run: Run; over: boolean }) {
  const t = useTranslations("minutes.model");
  const formats = useFormats();
  const complaint = useComplaint();
  const left = useTimeLeft(run);
  const { cancel } = useWriting(meetingId);
  const stage = STAGES.find((one) => one === run.stage);
  const waits = run.status === "PENDING";
  const parts = waits ? [t("waiting")] : [t(`stages.${stage ?? "reading"}`), formats.percent(run.progress)];
  if (!waits && left !== null) parts.push(t("timeLeft", { time: formats.wait(left) }));
  return (
    <section aria-label={t("label")} className="rounded-lg border border-rule bg-surface p-5 print:hidden">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="tabular text-base font-semibold" aria-live="polite">
          {parts.join(" · ")}
        </p>
        <Button size="sm" disabled={cancel.isPending} onClick={() => cancel.mutate(run)}>
          {t("cancel")}
        </Button>
      </div>
      <Progress share={waits ? 0 : run.progress} label={t("label")} className="mt-3 h-1.5!" />
      <p className="mt-4 text-ink-muted">{over ? t("leaveDraft") : t("leave")}</p>
      {cancel.error && (
        <p role="alert" className="mt-2 text-loss">
          {complaint(cancel.error)}
        </p>
      )}
    </section>
  );
}

function Ended({ run, onExtract }: { run: Run; onExtract: (() => void) | null }) {
  const t = useTranslations("minutes.model");
  const [dismissed, dismiss] = useDismissed(run.id);
  if (run.status === "COMPLETED" || dismissed) return null;
  return (
    <Notice
      kind={run.status === "FAILED" ? "doubt" : "plain"}
      announce
      action={
        <div className="flex items-center gap-1">
          {onExtract && (
            <Button size="sm" onClick={onExtract}>
              {t("extractInstead")}
            </Button>
          )}
          <IconButton icon="close" label={t("dismiss")} onClick={dismiss} className="size-8!" />
        </div>
      }
    >
      <p className="font-semibold">{t(run.status === "FAILED" ? "failed" : "cancelled")}</p>
      {run.error && <p className="mt-0.5">{run.error.message}</p>}
    </Notice>
  );
}
