"use client";

import { useTranslations } from "next-intl";

import { mayPass, Problem } from "@/api/problem";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { clock } from "@/language/formats";

import { useKeptRecordings } from "../hooks/recorder-provider";
import { useElapsed } from "../hooks/use-elapsed";

/** What is safe where: the sentence that lets people stop worrying about the machine. */
export function SafetyLine({ id }: { id: string }) {
  const t = useTranslations("recorder");
  const complaint = useComplaint();
  const entry = useKeptRecordings().find((one) => one.recording.id === id);
  const here = clock(useElapsed());
  if (!entry) return <>{t("safeAway", { here })}</>;
  const { error, sent, recording } = entry;
  if (error instanceof Problem && !mayPass(error)) return <>{t("safeRefused", { here, reason: complaint(error) })}</>;
  if (error !== null) return <>{t("safeAway", { here })}</>;
  const reached = recording.bytes > 0 ? recording.seconds * Math.min(1, sent / recording.bytes) : 0;
  return <>{t("safeHere", { here, there: clock(reached) })}</>;
}
