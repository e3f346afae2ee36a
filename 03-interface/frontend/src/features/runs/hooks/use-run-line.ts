"use client";

import { useTranslations } from "next-intl";

import type { Run } from "@/api/types";
import { useFormats } from "@/language/use-formats";

import { useTimeLeft } from "./live-runs";
import { useStartsIn } from "./use-queue";

const STAGES = ["conversion", "speech", "transcription", "diarization", "fusion", "identification"] as const;
export type Stage = (typeof STAGES)[number];

export function stageOf(run: Pick<Run, "stage">): Stage | null {
  return STAGES.find((stage) => stage === run.stage) ?? null;
}

export { STAGES };

/** What a run does now, in a line: stage, share, time left, or its place in the queue and when it may begin. */
export function useRunLine(run: Run): string {
  const t = useTranslations("runs");
  const formats = useFormats();
  const left = useTimeLeft(run);
  const startsIn = useStartsIn(run);
  if (run.status === "PENDING") {
    const place = run.queue_position ? t("queued", { position: run.queue_position }) : t("status.PENDING");
    return startsIn === null ? place : `${place} · ${t("startsIn", { time: formats.wait(startsIn) })}`;
  }
  if (run.status !== "PROCESSING") return t(`status.${run.status}`);
  const stage = stageOf(run);
  const parts = [stage ? t(`stages.${stage}`) : t("status.PROCESSING"), formats.percent(run.progress)];
  if (left !== null) parts.push(t("timeLeft", { time: formats.wait(left) }));
  return parts.join(" · ");
}
