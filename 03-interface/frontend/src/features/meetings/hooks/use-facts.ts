"use client";

import { useTranslations } from "next-intl";

import type { Meeting } from "@/api/types";
import { useFormats } from "@/language/use-formats";

/** When a meeting was held, how long it is, who spoke: in one line. */
export function useFacts(meeting: Meeting): string {
  const t = useTranslations("meetings");
  const formats = useFormats();
  return [
    formats.moment(meeting.held_at),
    meeting.duration !== null && formats.duration(meeting.duration),
    meeting.speaker_count ? t("speakerCount", { count: meeting.speaker_count }) : false,
    meeting.participants.length > 0 && meeting.participants.join(", "),
  ]
    .filter((fact) => fact !== false)
    .join(" · ");
}
