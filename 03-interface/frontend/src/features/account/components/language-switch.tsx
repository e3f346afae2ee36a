"use client";

import { useLocale, useTranslations } from "next-intl";

import { LOCALES } from "@/language/locale";

import { useLanguageChoice } from "../hooks/use-choices";

/** The languages, each in its own words, for somebody who is not signed in yet. */
export function LanguageSwitch() {
  const t = useTranslations("account");
  const current = useLocale();
  const choose = useLanguageChoice();
  return (
    <div role="group" aria-label={t("language")} className="flex gap-1">
      {LOCALES.map((locale) => (
        <button
          key={locale}
          type="button"
          lang={locale}
          aria-pressed={locale === current}
          onClick={() => choose(locale)}
          className="rounded-md px-2.5 py-1.5 text-xs font-semibold text-ink-muted hover:bg-hover hover:text-ink aria-pressed:text-ink aria-pressed:underline aria-pressed:decoration-accent aria-pressed:decoration-2 aria-pressed:underline-offset-8"
        >
          {t(`languages.${locale}`)}
        </button>
      ))}
    </div>
  );
}
