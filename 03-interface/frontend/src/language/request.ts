import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";

import { LOCALE_COOKIE, negotiate } from "./locale";

export default getRequestConfig(async () => {
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value;
  const locale = negotiate(chosen, (await headers()).get("accept-language"));
  const messages = locale === "fr" ? await import("../../messages/fr.json") : await import("../../messages/en.json");
  // Times of day are written in the browser, which knows the reader's zone (`formats.ts`); the server writes none.
  return { locale, messages: messages.default, timeZone: "UTC" };
});
