"use client";

import { useTranslations } from "next-intl";

import type { Run } from "@/api/types";
import { hasEnded } from "@/features/runs/hooks/live-runs";
import { useDismissed } from "@/features/runs/hooks/use-dismissed";
import { useFormats } from "@/language/use-formats";
import { IconButton } from "@/ui/button";
import { Notice } from "@/ui/notice";
import { Progress } from "@/ui/progress";

import { useEnrolments } from "../hooks/use-people";

/** The voices that are being learnt, and why the last one could not be. */
export function EnrolmentLines({ personId }: { personId: string }) {
  const { data } = useEnrolments(personId);
  const [last] = data ?? [];
  return (
    <div aria-live="polite" className="mb-4 flex flex-col gap-3 empty:hidden">
      {data?.filter((run) => !hasEnded(run)).map((run) => <Learning key={run.id} run={run} />)}
      {last?.status === "FAILED" && <Refused key={last.id} run={last} />}
    </div>
  );
}

function Learning({ run }: { run: Run }) {
  const t = useTranslations("people.voice");
  const formats = useFormats();
  const line = run.status === "PENDING" ? t("waiting") : `${t("learning")} · ${formats.percent(run.progress)}`;
  return (
    <div className="rounded-lg border border-rule bg-surface px-4 py-3">
      <p className="tabular text-ink-soft">{line}</p>
      <Progress share={run.status === "PENDING" ? 0 : run.progress} label={t("learning")} className="mt-1.5" />
    </div>
  );
}

function Refused({ run }: { run: Run }) {
  const t = useTranslations("people.voice");
  const formats = useFormats();
  const [dismissed, dismiss] = useDismissed(run.id);
  if (dismissed) return null;
  return (
    <Notice kind="doubt" action={<IconButton icon="close" label={t("dismiss")} onClick={dismiss} className="size-8!" />}>
      <p className="font-semibold">{t("refused", { moment: formats.moment(run.finished_at ?? run.created_at) })}</p>
      {run.error && <p className="mt-0.5">{run.error.message}</p>}
    </Notice>
  );
}
