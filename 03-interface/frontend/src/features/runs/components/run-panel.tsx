"use client";

import { useTranslations } from "next-intl";

import type { Meeting, Run } from "@/api/types";
import { useRunActions } from "@/features/meetings/hooks/use-meetings";
import { Button, IconButton } from "@/ui/button";
import { Icon } from "@/ui/icons";
import { Notice } from "@/ui/notice";
import { Progress } from "@/ui/progress";

import { hasEnded } from "../hooks/live-runs";
import { useDismissed } from "../hooks/use-dismissed";
import { STAGES, stageOf, useRunLine } from "../hooks/use-run-line";

/** A run as it goes, or how it ended: what was kept and what to do. */
export function RunPanel({ meeting, run, onRunAgain }: { meeting: Meeting; run: Run; onRunAgain: () => void }) {
  if (hasEnded(run)) return <EndedRun key={run.id} meeting={meeting} run={run} onRunAgain={onRunAgain} />;
  return <LiveRun meeting={meeting} run={run} />;
}

function LiveRun({ meeting, run }: { meeting: Meeting; run: Run }) {
  const t = useTranslations("runs");
  const line = useRunLine(run);
  const { cancel } = useRunActions();
  const current = stageOf(run);
  const reached = current === null ? -1 : STAGES.indexOf(current);
  const compact = meeting.revision !== null;
  return (
    <section aria-label={t("label")} className={`rounded-lg border border-rule bg-surface p-5 ${compact ? "" : "max-w-3xl"}`}>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="tabular text-base font-semibold" aria-live="polite">
          {line}
        </p>
        <Button size="sm" disabled={cancel.isPending} onClick={() => cancel.mutate(run)}>
          {t("cancel")}
        </Button>
      </div>
      <Progress share={run.status === "PENDING" ? 0 : run.progress} label={t("label")} className="mt-3 h-1.5!" />
      {run.status === "PENDING" && run.error && <p className="mt-3 text-ink-soft">{run.error.message}</p>}
      {!compact && (
        <ol className="mt-6 flex flex-col gap-3">
          {STAGES.map((stage, at) => {
            const done = at < reached;
            const now = at === reached;
            return (
              <li key={stage} aria-current={now ? "step" : undefined} className="flex items-start gap-3">
                <span
                  aria-hidden
                  className={`mt-0.5 inline-flex size-5 shrink-0 items-center justify-center rounded-full ${
                    done ? "text-done" : now ? "border-2 border-accent" : "border border-rule"
                  }`}
                >
                  {done && <Icon name="check" size={18} />}
                </span>
                <span className={now ? "text-ink" : "text-ink-muted"}>
                  <span className={now ? "font-semibold" : ""}>{t(`stages.${stage}`)}</span>
                  <span className="block text-xs text-ink-muted">{t(`stageHints.${stage}`)}</span>
                </span>
              </li>
            );
          })}
        </ol>
      )}
      <p className="mt-5 text-sm text-ink-muted">
        {run.attempt > 1 ? t("resumed", { attempt: run.attempt }) : t("leave")}
      </p>
    </section>
  );
}

function EndedRun({ meeting, run, onRunAgain }: { meeting: Meeting; run: Run; onRunAgain: () => void }) {
  const t = useTranslations("runs");
  const [dismissed, dismiss] = useDismissed(run.id);
  // With a transcript there is a meeting to read: what became of one more run is news, and can be put away.
  const readable = meeting.revision !== null;
  if (run.status === "COMPLETED" || (readable && dismissed)) return null;
  const failed = run.status === "FAILED";
  return (
    <Notice
      kind={failed && !readable ? "loss" : "plain"}
      action={
        <div className="flex items-center gap-1">
          <Button size="sm" onClick={onRunAgain}>
            {t("again")}
          </Button>
          {readable && <IconButton icon="close" label={t("dismiss")} onClick={dismiss} className="size-8!" />}
        </div>
      }
    >
      <p className="font-semibold">{t(`ended.${readable ? "again" : "first"}.${failed ? "failed" : "cancelled"}`)}</p>
      {run.error && <p className="mt-0.5">{run.error.message}</p>}
      <p className="mt-0.5 text-ink-soft">{readable ? t("keptTranscript") : t("keptRecording")}</p>
    </Notice>
  );
}
