"use client";

import { useTranslations } from "next-intl";

import { Field } from "@/ui/field";

/** How many people speak, where somebody knows. */
export function SpeakersField({ defaultValue }: { defaultValue: number | null | undefined }) {
  const t = useTranslations("meetings");
  return (
    <Field
      label={t("speakers")}
      name="speakers"
      type="number"
      inputMode="numeric"
      min={1}
      max={50}
      placeholder={t("speakersUnknown")}
      defaultValue={defaultValue ?? ""}
    />
  );
}
