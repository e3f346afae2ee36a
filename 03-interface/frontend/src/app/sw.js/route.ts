import { readFileSync } from "node:fs";
import path from "node:path";

import { getTranslations } from "next-intl/server";

import { offlinePage, offlinePolicy, offlineStyle } from "@/features/installed/offline-page";
import { LOCALES } from "@/language/locale";

// Written once, when the product is built: it changes with what is in it, and only then.
export const dynamic = "force-static";

const source = (...place: string[]) => readFileSync(path.join(process.cwd(), "src", ...place), "utf8");

/** The service worker, with what it says where the server cannot be reached. */
export async function GET(): Promise<Response> {
  const style = offlineStyle(source("theme", "tokens.css"));
  const html: Record<string, string> = {};
  for (const locale of LOCALES) {
    const t = await getTranslations({ locale, namespace: "offline" });
    html[locale] = offlinePage(locale, { title: t("title"), lead: t("lead"), again: t("again") }, style);
  }
  const pages = JSON.stringify({ html, policy: offlinePolicy(style) });
  return new Response(`const PAGES = ${pages};\n${source("features", "installed", "service-worker.js")}`, {
    headers: { "Content-Type": "text/javascript; charset=utf-8", "Cache-Control": "no-cache" },
  });
}
