import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";

import { CodeForm } from "@/features/session/components/code-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("entrance");
  return { title: t("redeemTitle") };
}

export default function Page() {
  const t = useTranslations("entrance");
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">{t("redeemTitle")}</h1>
      <p className="mt-2 mb-8 text-base text-ink-soft">{t("redeemLead")}</p>
      <CodeForm />
    </>
  );
}
