"use client";

import { useRouter } from "next/navigation";
import { useCallback, useSyncExternalStore } from "react";

import { rememberLanguage } from "@/features/session/api/sessions";
import { useConnection } from "@/features/session/hooks/connection";
import { LOCALE_COOKIE, type Locale } from "@/language/locale";
import { THEME_COOKIE, themeFrom, type Theme } from "@/theme/theme";
import { keepChoice } from "@/ui/choice";

/**
 * Changes the interface's language in place: what is playing, open or being sent goes on.
 *
 * The account remembers it too, so that it follows a signed-in person to their next browser.
 */
export function useLanguageChoice(): (locale: Locale) => void {
  const router = useRouter();
  const { api, keeper } = useConnection();
  return useCallback(
    (locale) => {
      keepChoice(LOCALE_COOKIE, locale);
      document.documentElement.lang = locale;
      router.refresh();
      // Should the account not hear of it now, this browser's cookie still holds.
      if (keeper.state.status === "open") rememberLanguage(api, locale).catch(() => undefined);
    },
    [router, api, keeper],
  );
}

const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The theme, and a way to change it at once. */
export function useThemeChoice(): [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore<Theme>(
    subscribe,
    () => themeFrom(document.documentElement.dataset.theme),
    () => "system",
  );
  const choose = useCallback((next: Theme) => {
    keepChoice(THEME_COOKIE, next);
    document.documentElement.dataset.theme = next;
    listeners.forEach((listener) => listener());
  }, []);
  return [theme, choose];
}
