"use client";

import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";

import { useLeaving } from "@/features/leaving/hooks/use-leaving";
import { useSessionState } from "@/features/session/hooks/connection";
import { LOCALES } from "@/language/locale";
import { THEMES } from "@/theme/theme";
import { Icon } from "@/ui/icons";
import { Menu, MenuChoice, MenuItem, MenuRule } from "@/ui/menu";

import { useLanguageChoice, useThemeChoice } from "../hooks/use-choices";

/** Who is signed in, how they like the interface, and the way out. */
export function AccountMenu() {
  const t = useTranslations("account");
  const locale = useLocale();
  const state = useSessionState();
  const { leave, question } = useLeaving();
  const chooseLanguage = useLanguageChoice();
  const [theme, chooseTheme] = useThemeChoice();
  if (state.status !== "open") return null;
  const { account } = state.session;

  return (
    <>
      <Menu
        trigger={
          <button
            type="button"
            aria-label={t("menuOf", { name: account.name })}
            className="flex h-10 items-center gap-1.5 rounded-md px-2.5 text-sm font-semibold text-ink-soft hover:bg-hover hover:text-ink wide:max-w-52"
          >
            {/* On a phone the places of the product need the room. */}
            <Icon name="person" className="wide:hidden" />
            <span className="hidden truncate wide:inline">{account.name}</span>
            <Icon name="chevron" size={16} className="hidden shrink-0 text-ink-muted wide:block" />
          </button>
        }
      >
        <p className="truncate px-2.5 pt-1.5 pb-1 text-xs text-ink-muted">{account.email}</p>
        <MenuItem asChild>
          <Link href="/account">{t("title")}</Link>
        </MenuItem>
        <MenuItem asChild>
          <Link href="/glossary">{t("glossary")}</Link>
        </MenuItem>
        <MenuItem asChild>
          <Link href="/templates">{t("templates")}</Link>
        </MenuItem>
        <MenuItem asChild>
          <Link href="/queue">{t("queue")}</Link>
        </MenuItem>
        <MenuRule />
        <MenuChoice
          label={t("language")}
          value={locale}
          onChange={chooseLanguage}
          options={LOCALES.map((value) => ({ value, label: <span lang={value}>{t(`languages.${value}`)}</span> }))}
        />
        <MenuRule />
        <MenuChoice
          label={t("theme")}
          value={theme}
          onChange={chooseTheme}
          options={THEMES.map((value) => ({ value, label: t(`themes.${value}`) }))}
        />
        <MenuRule />
        <MenuItem asChild>
          <Link href="/licences">{t("licences")}</Link>
        </MenuItem>
        <MenuItem onSelect={leave}>{t("signOut")}</MenuItem>
      </Menu>
      {question}
    </>
  );
}
