"use client";

import { useTranslations } from "next-intl";

import type { System } from "@/api/types";
import { useFormats } from "@/language/use-formats";

import { Fact, Facts, Part } from "./facts";

const HOUR = 3600;
const DAY_HOURS = 24;

/** What is set for everybody. It is changed where the product is started, not here. */
export function LimitsPart({ limits }: { limits: System["limits"] }) {
  const t = useTranslations("system");
  const formats = useFormats();
  return (
    <Part title={t("limits")} lead={t("limitsLead")}>
      <Facts>
        <Fact name={t("trashDays")}>{t("days", { count: limits.trash_days })}</Fact>
        <Fact name={t("uploadExpiry")}>{limits.upload_expiry_hours < DAY_HOURS
            ? formats.duration(limits.upload_expiry_hours * HOUR)
            : t("days", { count: Math.round(limits.upload_expiry_hours / DAY_HOURS) })}</Fact>
        <Fact name={t("sessionDays")}>{t("days", { count: limits.session_days })}</Fact>
        <Fact name={t("accessMinutes")}>{formats.duration(limits.access_minutes * 60)}</Fact>
        <Fact name={t("uploadLimit")}>{formats.size(limits.upload_bytes)}</Fact>
        <Fact name={t("recordingLimit")}>{formats.duration(limits.recording_hours * HOUR)}</Fact>
        <Fact name={t("quota")}>{limits.user_quota_bytes > 0 ? formats.size(limits.user_quota_bytes) : t("none")}</Fact>
        <Fact name={t("freeSpace")}>{formats.size(limits.free_space_bytes)}</Fact>
        <Fact name={t("attempts")}>{formats.number(limits.run_attempts)}</Fact>
        <Fact name={t("preset")}>{t(`presets.${limits.preset}`)}</Fact>
        <Fact name={t("speechModel")}>{limits.speech_model}</Fact>
        <Fact name={t("fetching")}>{limits.offline ? t("offline") : t("online")}</Fact>
      </Facts>
    </Part>
  );
}
