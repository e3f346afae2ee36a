"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";

import { SPOKEN_LANGUAGES } from "@/language/languages";
import { useFormats } from "@/language/use-formats";
import { Select } from "@/ui/field";

const FIRST = ["fr", "en"];

/** The language spoken, or "detect it". */
export function LanguageField({ defaultValue }: { defaultValue: string | null | undefined }) {
  const t = useTranslations("meetings");
  const locale = useLocale();
  const formats = useFormats();
  const rest = useMemo(
    () =>
      SPOKEN_LANGUAGES.filter((code) => !FIRST.includes(code))
        .map((code) => ({ code, name: formats.language(code) }))
        .sort((a, b) => a.name.localeCompare(b.name, locale)),
    [formats, locale],
  );
  return (
    <Select label={t("language")} name="language" defaultValue={defaultValue ?? ""}>
      <option value="">{t("detect")}</option>
      {FIRST.map((code) => (
        <option key={code} value={code}>
          {formats.language(code)}
        </option>
      ))}
      <hr />
      {rest.map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </Select>
  );
}
