import { getTranslations } from "next-intl/server";

import { manifestOf } from "@/features/installed/manifest";
import { isLocale, LOCALES } from "@/language/locale";

export const dynamic = "force-static";
export const dynamicParams = false;

export function generateStaticParams() {
  return LOCALES.map((locale) => ({ locale }));
}

export async function GET(_: Request, { params }: { params: Promise<{ locale: string }> }): Promise<Response> {
  const { locale } = await params;
  if (!isLocale(locale)) return new Response(null, { status: 404 });
  const t = await getTranslations({ locale, namespace: "app" });
  const words = { name: t("name"), short: t("short"), description: t("description"), record: t("record"), search: t("search") };
  return Response.json(manifestOf(locale, words), { headers: { "Content-Type": "application/manifest+json; charset=utf-8" } });
}
