"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";

import type { Speaker } from "@/api/types";

/** A speaker's name, or what to call one who has none yet. */
export function useSpeakerName(): (speaker: Speaker | undefined) => string {
  const t = useTranslations("transcript");
  return useCallback((speaker) => speaker?.name ?? t("speakerNumber", { number: speaker?.number ?? 0 }), [t]);
}
