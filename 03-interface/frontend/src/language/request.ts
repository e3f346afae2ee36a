import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";

import { isLocale, LOCALE_COOKIE, negotiate, type Locale } from "./locale";

export default getRequestConfig(async ({ locale: named }) => {
  // What is written once for all readers names its language.
  const locale = isLocale(named) ? named : await readers();
  const messages = locale === "fr" ? await import("../../messages/fr.json") : await import("../../messages/en.json");
  // Times of day are written in the browser, which knows the reader's zone (`formats.ts`); the server writes none.
  return { locale, messages: messages.default, timeZone: "UTC" };
});

async function readers(): Promise<Locale> {
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value;
  return negotiate(chosen, (await headers()).get("accept-language"));
}
