"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import { Field } from "@/ui/field";

import { today } from "../consent";

/** How somebody agreed, and on which day. */
export function ConsentFields() {
  const t = useTranslations("people.consent");
  const [latest] = useState(() => today());
  return (
    <>
      <Field label={t("how")} hint={t("howHint")} name="how" autoComplete="off" required maxLength={500} />
      <Field label={t("day")} name="given_on" type="date" required max={latest} defaultValue={latest} />
    </>
  );
}
