"use client";

import { useMutation } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";

import { useConnection, useSessionState } from "@/features/session/hooks/connection";
import { useComplaint } from "@/features/session/hooks/use-complaint";
import { LOCALES, type Locale } from "@/language/locale";
import { THEMES, type Theme } from "@/theme/theme";
import { Button } from "@/ui/button";
import { Field, Select } from "@/ui/field";
import { Notice } from "@/ui/notice";
import { useSay } from "@/ui/toasts";

import { changeName } from "../api/account";
import { useLanguageChoice, useThemeChoice } from "../hooks/use-choices";

/** One's name, which waits to be kept, and the language and the look of the interface, which change at once. */
export function PreferencesForm() {
  const t = useTranslations("account");
  const { api, keeper } = useConnection();
  const state = useSessionState();
  const complaint = useComplaint();
  const say = useSay();
  const locale = useLocale();
  const chooseLanguage = useLanguageChoice();
  const [theme, chooseTheme] = useThemeChoice();
  const account = state.status === "open" ? state.session.account : null;
  const [name, setName] = useState(account?.name ?? "");
  const change = useMutation({
    mutationFn: () => changeName(api, name.trim()),
    onSuccess: (changed) => {
      if (keeper.state.status === "open") keeper.opened({ ...keeper.state.session, account: changed });
      say(t("nameChanged"));
    },
  });
  if (!account) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <div className="flex flex-col gap-5">
      <form onSubmit={submit} className="flex flex-col gap-5">
        {change.error && (
          <Notice kind="loss" announce>
            {complaint(change.error)}
          </Notice>
        )}
        <div className="flex items-end gap-2">
          <div className="min-w-0 flex-1">
            <Field label={t("name")} name="name" autoComplete="name" required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
          </div>
          <Button type="submit" disabled={change.isPending || !name.trim() || name.trim() === account.name}>
            {t("save")}
          </Button>
        </div>
      </form>
      <Field label={t("email")} value={account.email} readOnly />
      <Select label={t("language")} value={locale} onChange={(event) => chooseLanguage(event.target.value as Locale)}>
        {LOCALES.map((value) => (
          <option key={value} value={value} lang={value}>
            {t(`languages.${value}`)}
          </option>
        ))}
      </Select>
      <Select label={t("theme")} value={theme} onChange={(event) => chooseTheme(event.target.value as Theme)}>
        {THEMES.map((value) => (
          <option key={value} value={value}>
            {t(`themes.${value}`)}
          </option>
        ))}
      </Select>
    </div>
  );
}
