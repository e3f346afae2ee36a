"use client";

import { useTranslations } from "next-intl";

import { Field } from "@/ui/field";

import { asTypedSpeakers } from "../details-form";

/** How many people speak, where somebody knows: a number, or from and to. */
export function SpeakersField({ speakers, most }: { speakers?: number | null; most?: number | null }) {
  const t = useTranslations("meetings");
  return (
    <Field
      label={t("speakers")}
      name="speakers"
      pattern="[1-9][0-9]?( *[\-–] *[1-9][0-9]?)?"
      placeholder={t("speakersUnknown")}
      title={t("speakersHow")}
      defaultValue={asTypedSpeakers(speakers, most)}
    />
  );
}
